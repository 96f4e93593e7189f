"""An owner, or somebody at the owner's desk, in each state of account security."""

from django.test import Client
from django.utils import timezone

from accounts.actions import authenticators, recovery
from accounts.models import Challenge, PendingSignIn, TotpDevice
from tests.attacks.input.cast import OLIVE, Stage, asked_by_app, device_code, has_account, signed_in
from tests.factories import PASSWORD, User


def asked_with_choice(mailbox) -> Stage:
    """Gave the right password; app, mail and recovery codes are offered, and a code can be sent."""
    stage = asked_by_app(mailbox)
    recovery.generate(user=User.objects.get())
    PendingSignIn.objects.update(resend_at=timezone.now())
    return stage


def asked_for_recovery(mailbox) -> Stage:
    """Chose to type a recovery code."""
    stage = asked_by_app(mailbox)
    codes = recovery.generate(user=User.objects.get())
    stage.client.post("/sign-in/channel/", {"channel": "recovery"})
    stage.fields["code"] = codes[0]
    return stage


def resetting(mailbox) -> Stage:
    """Asked for a reset; the code is in the mail, and another can be sent."""
    stage = has_account(mailbox)
    stage.client.post("/reset/", {"email": OLIVE})
    stage.fields["code"] = reset_code(mailbox)
    Challenge.objects.update(resend_at=timezone.now())
    return stage


def reset_code(mailbox) -> str:
    text = mailbox.latest(kind="accounts/reset-code").text
    return next(line for line in text.splitlines() if len(line) == 8 and line.isupper())


def answered(mailbox) -> Stage:
    """Typed the code of a reset, and may choose a new password."""
    stage = resetting(mailbox)
    stage.client.post("/reset/code/", stage.fields)
    stage.fields.clear()
    return stage


def locked(mailbox) -> Stage:
    """Wrong passwords paused the sign-in; holds the link of the mail about it."""
    stage = has_account(mailbox)
    for number in range(5):
        Client().post("/sign-in/", {"email": OLIVE, "password": f"guess {number}"})
    stage.parts["token"] = mailbox.latest(kind="accounts/locked").link.split("/")[2]
    return stage


def unproven(mailbox) -> Stage:
    """Signed in by the trust of the browser: anything sensitive asks for a proof first."""
    stage = signed_in(mailbox)
    stage.client.post("/sign-out/")
    stage.client.post("/sign-in/", {"email": OLIVE, "password": PASSWORD})
    return stage


def settled(mailbox) -> Stage:
    """Signed in at two places, with an app and recovery codes."""
    signed_in(mailbox)
    mine, person = sign_in_again(mailbox), User.objects.get()
    other = person.sessions.order_by("created_at").first()
    fields = {"session": other.pk, "browser": other.browser_id}
    codes = recovery.generate(user=person)
    device = authenticators.enrol(user=person)
    TotpDevice.objects.filter(pk=device.pk).update(confirmed=True, confirmed_at=timezone.now())
    return Stage(mine.client, fields=fields | {"codes": codes, "code": codes[0]})


def sign_in_again(mailbox) -> Stage:
    client = Client()
    client.post("/sign-in/", {"email": OLIVE, "password": PASSWORD})
    client.post("/sign-in/code/", {"code": mailbox.latest(kind="accounts/sign-in-code").code})
    return Stage(client)


def enrolling(mailbox) -> Stage:
    """Set up an app and has not typed its code."""
    stage = signed_in(mailbox)
    stage.client.post("/security/app/")
    return Stage(stage.client, fields={"code": device_code(TotpDevice.objects.get())})
