"""The phone on file before it is proven: corrected as one likes, and proven by a texted code."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.actions import attempts, challenges, flows
from accounts.emails.contacts import PhoneConfirmed
from accounts.events import AccountEvent
from accounts.models.challenge import Challenge
from accounts.models.user import User
from merchant_portal import clock, date_formats
from merchant_portal.audit import recording as audit
from merchant_portal.errors import Refused
from merchant_portal.masking import mask_phone
from merchant_portal.messaging import outbox as messaging
from merchant_portal.messaging import sms

ACCOUNTS_PER_NUMBER = 3  # a family runs a few shops with one phone; more look like a farm of accounts, so people look
ASKING = timedelta(hours=1)  # longer than the whole ladder of resending


class NumberNotServed(Refused):
    """No text message gets to this number: its country is not served, it is no mobile, or there is no SMS at all."""

    sentence = _("We can't send text messages to this number.")
    asks_support = False


class OnTooManyAccounts(Refused):
    """The number is confirmed on as many accounts as are let to share one."""

    sentence = _("This number is already confirmed on several other accounts. If it is yours, write to us.")
    asks_support = True


class AlreadyConfirmed(Refused):
    """The phone on file is proven: from here on another one is a change, with codes to both."""

    def __init__(self, user: User):
        since = User.objects.values_list("phone_confirmed_at", flat=True).get(pk=user.pk)
        super().__init__(_("Your phone was already confirmed (%(when)s).") % {"when": date_formats.recent(since)})


def obstacle_to(user: User, number: str) -> Refused | None:
    """Returns why `number` cannot be proven to be the phone of `user`, or None."""
    if not number or not sms.reaches(number):
        return NumberNotServed()
    return OnTooManyAccounts() if is_on_too_many(user, number) else None


def is_on_too_many(user: User, number: str) -> bool:
    """Returns whether other accounts than that of `user` confirmed `number` as often as is let."""
    others = User.objects.filter(phone=number, phone_confirmed_at__isnull=False).exclude(pk=user.pk)
    return others.count() >= ACCOUNTS_PER_NUMBER


def correct(*, user: User, phone: str) -> None:
    """Replaces the phone on file while nobody proved it; a code on its way counts no more.

    Arguments: `phone` in E.164. Raises AlreadyConfirmed.
    """
    with transaction.atomic():
        if not User.objects.filter(pk=user.pk, phone_confirmed_at__isnull=True).update(phone=phone):
            raise AlreadyConfirmed(user)
        audit.record(AccountEvent.PHONE_CORRECTED, target=user, by=user, phone=mask_phone(phone))


def challenge_to(user: User) -> Challenge | None:
    """Returns the open challenge for the phone on file, or None."""
    asked = Challenge.objects.filter(user=user, purpose=Challenge.Purpose.PHONE, destination=user.phone)
    return flows.newest_open(asked, user)


def send_code(*, user: User) -> None:
    """Texts a code to the phone on file, or one more.

    Raises AlreadyConfirmed, NumberNotServed, OnTooManyAccounts, flows.TooEarly or flows.FlowEnded.
    """
    if user.phone_confirmed_at:
        raise AlreadyConfirmed(user)
    obstacle = obstacle_to(user, user.phone)
    if obstacle:
        raise obstacle
    challenge = _opened(user)
    flows.advance_resend(challenge)
    consume_contact_quotas(user, user.phone)
    with transaction.atomic():
        challenges.send(challenge)


def _opened(user: User) -> Challenge:
    """Returns the open challenge, written now if there is none: of many presses at once, one takes its first step."""
    sms_to = {"channel": Challenge.Channel.SMS, "destination": user.phone}
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        return challenge_to(user) or challenges.open_standalone(
            purpose=Challenge.Purpose.PHONE, user=user, lasts=ASKING, sends=0, resend_at=clock.now(), **sms_to
        )


def consume_contact_quotas(user: User, destination: str) -> None:
    """Takes one sending of `user` to an address or number that is not proven to be theirs. Raises flows.TooEarly.

    It is counted with what anyone can cause: codes that go there for its owner's sign-in are counted apart.
    """
    flows.consume_send_quota(attempts.Limit.SENDS_TO_CONTACTS, f"user:{user.pk}")
    flows.consume_send_quota(attempts.Limit.SENDS_BY_ANYONE, destination)


def confirm(*, user: User, code: str) -> bool:
    """Checks the texted `code`: the phone on file is then proven, and the person is notified by email.

    Returns False for the loser of two right answers at once. Raises challenges.WrongCode, challenges.ExpiredCode,
    challenges.StepUpLocked, OnTooManyAccounts or flows.FlowEnded.
    """
    challenge = challenge_to(user)
    if challenge is None:
        raise flows.FlowEnded
    if not challenges.verify_standalone(challenge, code):
        return False
    with transaction.atomic():
        person = User.objects.select_for_update().get(pk=user.pk)
        obstacle = obstacle_to(person, challenge.destination)
        if obstacle:
            raise obstacle
        mine = User.objects.filter(pk=user.pk, phone=challenge.destination, phone_confirmed_at__isnull=True)
        if not mine.update(phone_confirmed_at=clock.now()):
            return False
        audit.record(AccountEvent.PHONE_CONFIRMED, target=person, by=person, phone=mask_phone(person.phone))
        messaging.send(PhoneConfirmed, person.pk)
    return True
