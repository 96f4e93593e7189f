"""What "Today" shows."""

from django.urls import reverse
from django.utils.translation import gettext as _

from merchant_portal.messaging.models import Message

AT_MOST = 1000  # figures are counted up to here, so that a long table costs nothing


def context(user) -> dict:
    """Returns the figures that `user` may see, each with the list it counts."""
    figures = []
    if user.has_perm("messaging.view_message"):
        for status, label, alarm in (
            (Message.Status.WAITING, _("Messages waiting"), False),
            (Message.Status.FAILED, _("Messages failed"), True),
        ):
            number = Message.objects.filter(status=status)[: AT_MOST + 1].count()
            url = f"{reverse('admin:messaging_message_changelist')}?status={status}"
            figures.append({"number": number, "label": label, "url": url, "alarm": alarm and number > 0})
    return {"figures": figures, "empty_text": _("Nothing is waiting.")}
