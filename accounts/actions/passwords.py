"""The one door through which passwords are checked and set."""

import unicodedata
from collections.abc import Callable

from django.contrib.auth import authenticate, password_validation
from django.contrib.auth.hashers import check_password, make_password
from django.core import validators
from django.db import transaction
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables

from accounts import hashers
from accounts.actions import attempts
from accounts.emails.sign_in import NewPasswordNeeded, PasswordChanged
from accounts.events import AccountEvent
from accounts.models.user import User, new_stamp
from merchant_portal import clock
from merchant_portal.audit import recording as audit
from merchant_portal.errors import Forbidden, Refused, TooManyTries
from merchant_portal.forms import PASSWORD_MAX, PasswordField
from merchant_portal.messaging import outbox as messaging

STAMPED = ("must_change_password", "compromised_at", "security_stamp")


class Compromise(TextChoices):
    """How others came to know a password."""

    LEAKED = "leaked"  # it stands in a leak, of us or of another site
    PHISHED = "phished"  # it was typed on a page that only looked like ours
    MISUSED = "misused"  # somebody else signed in with it
    REPORTED = "reported"  # its owner says so


class WrongCredentials(Refused):
    """Address and password do not belong together; which of the two is wrong is never said."""

    status = 200
    sentence = _("Email and password do not match. Check both and try again.")


class WrongPassword(Refused):
    """The current password, asked for again, is another."""

    status = 200
    sentence = _("This is not your current password. Enter the one you sign in with.")


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
    """Says whether `password` is the one that `user` has now. The caller bounds the attempts. Raises Busy."""
    with hashers.slot():
        return check_password(normalise(password), user.password)


@sensitive_variables("password")
def verify(*, request, email_key: str, password: str, accepts: Callable[[User], bool]) -> User:
    """Returns the person whose address and password these are, if the caller `accepts` that person.

    Spends an attempt before the hash is computed and gives it back only when all is right. Raises
    WrongCredentials, Locked (nothing was hashed) or Busy (nothing was counted). An unknown address, and a
    person who is not accepted, cost the same work and the same attempt.
    """
    with hashers.slot():
        user = authenticate(request, email_key=email_key, password=normalise(password))
    if user is not None and accepts(user):
        attempts.refund(request.attempt)
        return user
    if request.axes_locked_out:
        raise SignInLocked(attempts.next_attempt_at(attempts.Limit.PASSWORD, request.attempt_key))
    raise WrongCredentials


@sensitive_variables("current", "new")
def change(*, user: User, current: str, new: str, request) -> User:
    """Sets `new` as the password of `user`, who proves the current one. Returns the person.

    Every other session ends with the old security stamp; the caller re-keys the one it is made in.
    Raises WrongPassword, SignInLocked or Busy.
    """
    try:
        verify(request=request, email_key=user.email_key, password=current, accepts=user.__eq__)
    except WrongCredentials:
        raise WrongPassword from None
    encoded = make_hash(new)
    with transaction.atomic():
        person = User.objects.select_for_update().get(pk=user.pk)
        write(person, encoded)
    return person


@sensitive_variables("encoded")
def write(person: User, encoded: str) -> None:
    """Gives the locked `person` a new password in the caller's transaction, and a new security stamp.

    Whatever depends on the old stamp ends; whatever asked for a new password is content. The owner is told by mail.
    """
    person.password, person.password_changed_at, person.security_stamp = encoded, clock.now(), new_stamp()
    person.must_change_password, person.compromised_at = False, None
    person.save(update_fields=["password", "password_changed_at", *STAMPED])
    audit.record(AccountEvent.PASSWORD_CHANGED, target=person, by=person)
    messaging.send(PasswordChanged, person.pk)


def flag_compromised(*, person: User, by: User | str, reason: Compromise) -> User:
    """Ends all that `person` is signed in with, and asks for a new password before anything else, the next time.

    Arguments: `by`, somebody whose role allows it, or the name of a command; `reason`, how others came to know the
    password. The owner is told by mail. Returns the person. Raises Forbidden.
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
