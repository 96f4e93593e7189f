from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MessagingConfig(AppConfig):
    """Everything the portal sends: the outbox, the kinds of message and the sender."""

    name = "merchant_portal.messaging"
    label = "messaging"
    verbose_name = _("Messages")
