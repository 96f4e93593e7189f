"""An owner who proves a phone, or changes where she is reached."""

from django.test import Client

from accounts.models import Code
from tests.accounts import changing
from tests.attacks.input.cast import OLIVE, Stage, draft, signed_in
from tests.factories import User, confirm_phone


def newest_code() -> str:
    """Draws a code into the newest row and returns it, as the worker does when it sends."""
    return Code.objects.latest("pk").generate_code()


def changing_email(mailbox) -> Stage:
    """Asked for another address; the code is in the mail to it."""
    stage = signed_in(mailbox)
    changing.begin(stage.client)
    changing.may_resend_now()
    return Stage(stage.client, fields={"code": newest_code()})


def half_way(mailbox) -> Stage:
    """Proved the new address; the code is in the mail to the old one."""
    stage = changing_email(mailbox)
    stage.client.post(changing.CODE, stage.fields)
    return Stage(stage.client, fields={"code": newest_code()})


def changed(mailbox) -> Stage:
    """Changed the address; somebody holds the link that takes it back."""
    stage = half_way(mailbox)
    stage.client.post(changing.CODE, stage.fields)
    return Stage(Client(), {"token": mailbox.latest(to=OLIVE).link.split("/")[2]})


def with_phone(mailbox) -> Stage:
    """Has a confirmed phone."""
    stage = signed_in(mailbox)
    confirm_phone(User.objects.get())
    return stage


def changing_phone(mailbox) -> Stage:
    """Asked for another phone; the code is in a text message to it."""
    stage = with_phone(mailbox)
    stage.client.post("/security/phone/", {"phone": "+8613900139000"})
    changing.may_resend_now()
    return Stage(stage.client, fields={"code": newest_code()})


def texted(mailbox) -> Stage:
    """Asked for the code that proves the phone, which is one of the tasks."""
    stage = draft(mailbox)
    stage.client.post("/application/phone/")
    changing.may_resend_now()
    return Stage(stage.client, stage.parts, {"code": newest_code()})
