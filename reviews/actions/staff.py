"""The life of staff accounts."""

import secrets

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables

from accounts.actions import passwords
from accounts.events import AccountEvent
from accounts.models import User
from accounts.roles import Role
from accounts.validators import email_key
from merchant_portal import clock
from merchant_portal.audit import recording as audit
from merchant_portal.cleaning import UnusableAddress, clean_address
from merchant_portal.errors import Refused
from onboarding.models import Membership

GENERATED_BYTES = 18  # 144 bits; changed at the first sign-in


class CannotCreateStaff(Refused):
    """This address cannot become staff."""


@sensitive_variables("password")
def create(*, email: str, name: str, role: Role, password: str | None = None, by: str) -> tuple[User, str]:
    """Makes a person of staff, confirmed from the start, and returns the person and the password.

    Without `password` one is generated and must be changed at the first sign-in. Raises CannotCreateStaff for an
    address that is unusable, taken by a confirmed person, or of a merchant's member (nobody is both), and
    ValidationError for a password that breaks the rules.
    """
    try:
        key = email_key(email)
    except UnusableAddress:
        raise CannotCreateStaff(_("This isn't a valid email address.")) from None
    generated = password is None
    password = password or secrets.token_urlsafe(GENERATED_BYTES)
    person = User(email=clean_address(email), email_key=key, name=name or email.partition("@")[0], role=role)
    person.full_clean(exclude=["password", "confirmed_at", "security_stamp"], validate_constraints=False)
    passwords.check_new(password, user=person)
    person.password = passwords.make_hash(password)
    person.status, person.confirmed_at = User.Status.CONFIRMED, clock.now()
    person.password_changed_at, person.must_change_password = clock.now(), generated
    try:
        with transaction.atomic():
            _refuse_members(key)
            person.save(force_insert=True)
            audit.record(AccountEvent.STAFF_CREATED, target=person, by=by, role=str(role))
    except IntegrityError:
        raise CannotCreateStaff(_("This email address already belongs to a confirmed account.")) from None
    return person, password


def _refuse_members(key: str) -> None:
    if Membership.objects.filter(person__email_key=key).exists():
        raise CannotCreateStaff(_("This email address belongs to a merchant. Staff need a separate email address."))
