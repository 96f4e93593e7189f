from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class MessagingConfig(AppConfig):
    """Everything the portal sends: the outbox, the message types and the sender."""

    name = "merchant_portal.messaging"
    label = "messaging"
    verbose_name = _("Messages")

    def ready(self):
        autodiscover_modules("emails")  # an app's message types are known once they are imported
