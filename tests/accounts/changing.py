"""Olive changes her e-mail address or phone, as her browser does."""

from datetime import timedelta

from django.utils import timezone

from accounts import tasks
from accounts.models import Challenge, ContactChange

OLD, NEW = "olive@fernhill.example", "olive@greenhill.example"
PAGE, CODE, CANCEL = "/security/email/", "/security/email/code/", "/security/email/cancel/"


def begin(client, new=NEW):
    return client.post(PAGE, {"email": new})


def answer(client, mailbox, to):
    """Types the newest code that was mailed `to` somebody."""
    return client.post(CODE, {"code": mailbox.latest(to=to, kind="accounts/contact-code").code})


def change(client, mailbox, old=OLD, new=NEW):
    """Goes the whole way and returns the last answer."""
    begin(client, new)
    answer(client, mailbox, new)
    return answer(client, mailbox, old)


def wait_over(client, mailbox, new=NEW):
    """Proves the new end, cannot read the old one, and lets the time go by, as far as the sweep sees it."""
    begin(client, new)
    answer(client, mailbox, new)
    client.post(CODE, {"wait": "1"})
    end_wait()


def end_wait() -> None:
    ContactChange.objects.filter(status="waiting").update(ends_at=timezone.now() - timedelta(seconds=1))
    tasks.sweep_contact_changes()


def may_resend_now() -> None:
    Challenge.objects.update(resend_at=timezone.now())
