"""Accounts that are locked for a while: recorded, reported to the owner, lifted."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from accounts.actions import attempts, browsers, challenges, links
from accounts.client_info import ClientInfo
from accounts.emails.sign_in import SignInLockedEmail, UnlockedEmail
from accounts.events import AccountEvent
from accounts.models.attempt import AttemptRecord
from accounts.models.link import SingleUseLink
from accounts.models.user import User
from accounts.validators import email_key
from merchant_portal import clock
from merchant_portal.audit import recording as audit
from merchant_portal.cleaning import UnusableAddress
from merchant_portal.errors import Refused
from merchant_portal.messaging import outbox as messaging

UNLOCK = SingleUseLink.Purpose.UNLOCK
NOBODY = "nobody"  # used as the person of an unknown address, so that the same rows are written


class CannotUnlock(Refused):
    """There is nobody, or nothing, to unlock."""


def record_wrong_password(client: ClientInfo, email_key: str, *, locked_until: datetime | None) -> None:
    """Records a wrong password. One that locked sign-in (until `locked_until`) is recorded as the lock, and emailed.

    Known and unknown addresses cost the same statements; whom the email is for is seen by the worker.
    """
    person = User.objects.on_address(email_key)
    if locked_until is None:
        audit.record(AccountEvent.PASSWORD_REFUSED, target=person, **client.origin)
        return
    audit.record(AccountEvent.PASSWORD_LOCKED, target=person, until=locked_until.isoformat(), **client.origin)
    if attempts.consume(attempts.Limit.LOCK_NOTICES, attempts.limit_key(email_key)):
        link = links.issue(
            purpose=UNLOCK, reference=person.pk if person else NOBODY, address=email_key if person else NOBODY
        )
        messaging.send(SignInLockedEmail, link.pk)


def locked_until(person: User) -> datetime | None:
    """Returns until when no password of `person` is tried: by browsers it does not know, or by one that it knows."""
    locked = AttemptRecord.objects.filter(
        kind=attempts.Limit.PASSWORD.value, key__in=_keys_of(person), locked_until__gt=clock.now()
    )
    return locked.aggregate(until=Max("locked_until"))["until"]


def _keys_of(person: User) -> list[str]:
    return [attempts.password_key(person.email_key, browser) for browser in (None, *person.browsers.all())]


def lift_password_locks(person: User) -> int:
    """Opens sign-in for `person` from every browser, in the caller's transaction. Returns how many locks there were.

    A browser that was known has attempts of its own, and keeps them when it is remembered again: they are cleared, too.
    """
    return attempts.clear(attempts.Limit.PASSWORD, *_keys_of(person))


def find_unlock_link(token: str) -> tuple[links.LinkStatus, SingleUseLink | None]:
    """Returns the status of the link in an email about a lock and its row, changing nothing."""
    return links.find(purpose=UNLOCK, token=token)


def unlock_by_link(*, client: ClientInfo, token: str) -> User:
    """Redeems the link of a mail about a lock: sign-in is open again, and this browser known. Returns the person.

    Raises links.LinkRefused, also for somebody who became staff: staff never unlock themselves.
    """
    with transaction.atomic():
        person = _redeem(token)
        lift_password_locks(person)
        browsers.remember(client, person)
        audit.record(AccountEvent.UNLOCKED_BY_LINK, target=person, by=person, **client.origin)
    return person


def report_not_me(*, client: ClientInfo, token: str) -> None:
    """Redeems the link for somebody who says that the wrong passwords were not theirs: nothing is unlocked.

    Raises links.LinkRefused.
    """
    with transaction.atomic():
        person = _redeem(token)
        audit.record(AccountEvent.LOCK_REPORTED, target=person, by=person, **client.origin)


def _redeem(token: str) -> User:
    link = links.redeem(purpose=UNLOCK, token=token)
    still_hers = User.objects.filter(pk=link.reference, email_key=link.address, is_active=True, role="")
    person = still_hers.select_for_update().first()
    if person is None:
        raise links.LinkRefused(links.LinkStatus.UNKNOWN, link)
    return person


def unlock(*, email: str, reason: str, by: str) -> User:
    """Opens every lock of the confirmed person on `email`: passwords from any browser, and codes. Returns the person.

    Arguments: `reason`, for the audit; `by`, the command that does it. The person is notified by email. Raises
    CannotUnlock when nobody is on the address, no reason is given, or nothing was counted against the person.
    """
    if not reason.strip():
        raise CannotUnlock(_("Enter a reason. It is kept in the audit log."))
    with transaction.atomic():
        person = _confirmed_on(email)
        opened = lift_password_locks(person) + attempts.clear(attempts.Limit.STEP_UP, challenges.step_up_key(person.pk))
        if not opened:
            raise CannotUnlock(_("Nothing is locked. There are no wrong passwords or codes on record."))
        audit.record(AccountEvent.UNLOCKED, target=person, by=by, reason=reason.strip())
        messaging.send(UnlockedEmail, person.pk)
    return person


def _confirmed_on(email: str) -> User:
    try:
        person = User.objects.filter(email_key=email_key(email), status=User.Status.CONFIRMED).first()
    except UnusableAddress:
        person = None
    if person is None:
        raise CannotUnlock(_("No confirmed account has this address."))
    return person
