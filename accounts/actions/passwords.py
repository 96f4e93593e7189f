"""The one module in which passwords are judged and set."""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.auth import password_validation
from django.contrib.auth.hashers import check_password, make_password
from django.core import validators
from django.db import transaction
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables

from accounts import hashers
from accounts.actions import attempts, lockouts
from accounts.actions.attempts import Attempt
from accounts.client_info import ClientInfo
from accounts.emails.sign_in import NewPasswordNeeded, PasswordChanged
from accounts.events import AccountEvent
from accounts.models.browser import Browser
from accounts.models.user import User, new_stamp
from merchant_portal import clock
from merchant_portal.audit import recording as audit
from merchant_portal.errors import Forbidden, Refused, TooManyTries
from merchant_portal.forms import PASSWORD_MAX, PasswordField
from merchant_portal.messaging import outbox as messaging

STAMPED = ("must_change_password", "compromised_at", "security_stamp")


class Compromise(TextChoices):
    """How others came to know a password."""

    LEAKED = "leaked"  # it was in a leak, ours or another site's
    PHISHED = "phished"  # it was typed on a page that only looked like ours
    MISUSED = "misused"  # somebody else signed in with it
    REPORTED = "reported"  # its owner says so


class WrongCredentials(Refused):
    """Address and password do not belong together; the answer never says which of the two is wrong."""

    status = 200
    sentence = _("Email and password don't match. Check both and try again.")


class WrongPassword(Refused):
    """The current password, asked for again, is another."""

    status = 200
    sentence = _("This isn't your current password. Enter the one you sign in with.")


class SignInLocked(TooManyTries):
    """Too many wrong passwords for this address from unknown browsers, until `next_attempt_at`."""


def normalise(password: str) -> str:
    """Returns the password as it is hashed: as typed, NFC only."""
    return unicodedata.normalize("NFC", password)


@sensitive_variables("password")
def make_hash(password: str) -> str:
    """Returns the hash of a new password. Raises Busy when every place for a hash is taken."""
    with hashers.slot():
        return make_password(normalise(password))


@sensitive_variables("password")
def check_new(password: str, *, user: User) -> None:
    """Raises ValidationError with a sentence for each rule that a new password breaks."""
    validators.MaxLengthValidator(PASSWORD_MAX, PasswordField.too_long)(password)
    password_validation.validate_password(normalise(password), user)


@sensitive_variables("password")
def is_current(user: User, password: str) -> bool:
    """Returns whether `password` is the one that `user` has now. The caller bounds the attempts. Raises Busy."""
    with hashers.slot():
        return check_password(normalise(password), user.password)


@dataclass(frozen=True)
class PasswordCheck:
    """What `authentication.try_password` found. Without an `attempt` sign-in is locked and nothing was hashed."""

    email_key: str
    limit_key: str
    attempt: Attempt | None
    known_browser: Browser | None  # the browser it came from, if the account on the address knows it
    user: User | None  # the person whose address and password these are


def accept(check: PasswordCheck, *, client: ClientInfo, accepts: Callable[[User], bool]) -> User:
    """Returns the person whose address and password were checked, if the caller `accepts` that person.

    Only then the attempt is refunded; a wrong password is recorded, and the owner is emailed about a lock. An unknown
    address, and a person who is not accepted, cost the same work and the same attempt. Raises WrongCredentials or
    SignInLocked.
    """
    if check.attempt is None:
        raise SignInLocked(attempts.next_attempt_at(attempts.Limit.PASSWORD, check.limit_key))
    if check.user is not None and accepts(check.user):
        attempts.refund(check.attempt)
        return check.user
    lockouts.record_wrong_password(client, check.email_key, locked_until=check.attempt.locked_until)
    raise WrongCredentials


def accept_current(check: PasswordCheck, *, client: ClientInfo, user: User) -> None:
    """Takes the password that was checked as the current one of `user`.

    Raises WrongPassword or SignInLocked.
    """
    try:
        accept(check, client=client, accepts=user.__eq__)
    except WrongCredentials:
        raise WrongPassword from None


@sensitive_variables("new")
def change(*, user: User, check: PasswordCheck, new: str, client: ClientInfo) -> User:
    """Sets `new` as the password of `user`, whose current one was checked. Returns the person.

    Every other session ends with the old security stamp; the caller keeps the one it is made in. Raises
    WrongPassword, SignInLocked or Busy.
    """
    accept_current(check, client=client, user=user)
    encoded = make_hash(new)
    with transaction.atomic():
        person = User.objects.select_for_update().get(pk=user.pk)
        write(person, encoded)
    return person


@sensitive_variables("encoded")
def write(person: User, encoded: str) -> None:
    """Gives the locked `person` a new password in the caller's transaction, and a new security stamp.

    Whatever depends on the old stamp ends; a demand for a new password is met. The owner is notified by email.
    """
    person.password, person.password_changed_at, person.security_stamp = encoded, clock.now(), new_stamp()
    person.must_change_password, person.compromised_at = False, None
    person.save(update_fields=["password", "password_changed_at", *STAMPED])
    audit.record(AccountEvent.PASSWORD_CHANGED, target=person, by=person)
    messaging.send(PasswordChanged, person.pk)


def flag_compromised(*, person: User, by: User | str, reason: Compromise) -> User:
    """Ends all that `person` is signed in with, and asks for a new password before anything else, the next time.

    Arguments: `by`, somebody whose role allows it, or the name of a command; `reason`, how others came to know the
    password. The owner is notified by email. Returns the person. Raises Forbidden.
    """
    if isinstance(by, User) and not by.has_perm("accounts.require_new_password"):
        raise Forbidden
    with transaction.atomic():
        person = User.objects.select_for_update().get(pk=person.pk)
        person.must_change_password, person.compromised_at, person.security_stamp = True, clock.now(), new_stamp()
        person.save(update_fields=STAMPED)
        audit.record(AccountEvent.PASSWORD_FLAGGED, target=person, by=by, reason=Compromise(reason).value)
        messaging.send(NewPasswordNeeded, person.pk)
    return person
