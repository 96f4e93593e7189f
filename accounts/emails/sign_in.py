"""The mails of this app: one small class each. Read top to bottom, it is the list of what accounts sends."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django.conf import settings

from accounts.emails.secrets import WithCode, WithToken
from accounts.events import AccountEvent
from accounts.models.browser import Browser
from accounts.models.challenge import Code
from accounts.models.link import SingleUseLink
from accounts.models.user import User
from merchant_portal.audit import recording as audit
from merchant_portal.messaging.message_types import Email, TextMessage
from merchant_portal.site import address_of


@dataclass(frozen=True, kw_only=True)
class ConfirmEmail(WithToken, Email):
    """Confirm the address. Whether this email or AddressKnown is sent is decided only here, by the worker.

    It carries nothing that was typed: the mailbox may be somebody else's, and the typed name an advertisement.
    """

    name: ClassVar[str] = "accounts/confirm-email"

    purpose: ClassVar[str] = SingleUseLink.Purpose.CONFIRM

    link: str
    expires_at: datetime

    @classmethod
    def with_link(cls, link: SingleUseLink, token: str):
        person = User.objects.filter(pk=link.reference).first()
        if not person or person.is_confirmed:
            return None
        holder = User.objects.filter(email_key=link.address, status=User.Status.CONFIRMED).first()
        if holder is not None:
            return AddressKnown.for_holder(holder)
        return cls.to_person(person, link=address_of("accounts:confirm_email", token), expires_at=link.expires_at)


@dataclass(frozen=True, kw_only=True)
class AddressKnown(Email):
    """Somebody tried to register with an address that a confirmed person holds."""

    name: ClassVar[str] = "accounts/address-known"

    person: str
    sign_in_url: str
    reset_url: str

    @classmethod
    def for_holder(cls, holder: User):
        """Returns the mail for the one who holds the address."""
        return cls.to_person(
            holder,
            person=holder.name,
            sign_in_url=address_of("accounts:sign_in"),
            reset_url="" if holder.is_staff else address_of("accounts:reset"),
        )


@dataclass(frozen=True, kw_only=True)
class SignInCode(WithCode, Email):
    """The code of a sign-in."""

    name: ClassVar[str] = "accounts/sign-in-code"

    code: str
    tag: str
    expires_at: datetime
    password_url: str

    @classmethod
    def find(cls, reference: str) -> Code | None:
        return code_of_sign_in(reference)

    @classmethod
    def with_code(cls, row: Code, code: str):
        return cls(
            to=row.challenge.destination,
            language=row.challenge.user.language,
            code=code,
            tag=row.tag,
            expires_at=row.expires_at,
            password_url=address_of("accounts:password"),
        )


def code_of_sign_in(reference: str) -> Code | None:
    """Returns the row of a code of a sign-in that is still under way."""
    row = Code.objects.select_related("challenge__pending", "challenge__user").filter(pk=reference).first()
    return row if row and row.challenge.pending.is_open else None


@dataclass(frozen=True, kw_only=True)
class CodeSms(WithCode, TextMessage):
    """Base of the texts with a code: one segment, and for WebOTP the origin on the last line."""

    minutes: int

    @classmethod
    def with_code(cls, row: Code, code: str):
        to, language = row.challenge.destination, row.challenge.user.language
        return cls(to=to, language=language, code=code, minutes=row.minutes_left)


@dataclass(frozen=True, kw_only=True)
class SignInSms(CodeSms):
    """The code of a sign-in as a text message."""

    name: ClassVar[str] = "accounts/sign-in-sms"

    @classmethod
    def find(cls, reference: str) -> Code | None:
        return code_of_sign_in(reference)


@dataclass(frozen=True, kw_only=True)
class ResetCode(WithCode, Email):
    """The code of a reset. Nobody's is generated as well, so that checking costs the same, and not sent."""

    name: ClassVar[str] = "accounts/reset-code"

    code: str
    tag: str
    expires_at: datetime

    @classmethod
    def find(cls, reference: str) -> Code | None:
        row = Code.objects.select_related("challenge__user").filter(pk=reference).first()
        return row if row and row.challenge.is_open else None

    @classmethod
    def with_code(cls, row: Code, code: str):
        person = row.challenge.user
        if person is None or not row.challenge.still_holds:
            Code.note_delivery(row.pk)  # as if it had left: what is compared later stays the same
            return None
        return cls.to_person(person, code=code, tag=row.tag, expires_at=row.expires_at)


@dataclass(frozen=True, kw_only=True)
class SignInLockedEmail(WithToken, Email):
    """Wrong passwords locked the account for unknown browsers. Staff get no link."""

    name: ClassVar[str] = "accounts/locked"

    purpose: ClassVar[str] = SingleUseLink.Purpose.UNLOCK

    person: str
    minutes: int
    link: str
    expires_at: datetime

    @classmethod
    def with_link(cls, link: SingleUseLink, token: str):
        people = User.objects.filter(status=User.Status.CONFIRMED)
        person = link.reference.isdigit() and people.filter(pk=link.reference).first()
        if not person:
            return None
        address = "" if person.is_staff else address_of("accounts:unlock", token)
        minutes = settings.LOCK_MINUTES
        return cls.to_person(person, person=person.name, minutes=minutes, link=address, expires_at=link.expires_at)


@dataclass(frozen=True, kw_only=True)
class UnlockedEmail(Email):
    """Support opened the locks of an account."""

    name: ClassVar[str] = "accounts/unlocked"

    person: str
    sign_in_url: str

    @classmethod
    def load(cls, reference: str):
        person = User.objects.filter(pk=reference).first()
        if person is None:
            return None
        return cls.to_person(person, person=person.name, sign_in_url=_sign_in_page_of(person))


@dataclass(frozen=True, kw_only=True)
class CodesLockedEmail(Email):
    """Wrong codes after the right password, too many for this hour or day."""

    name: ClassVar[str] = "accounts/codes-locked"

    person: str
    next_attempt_at: datetime
    reset_url: str

    @classmethod
    def load(cls, reference: str):
        person = User.objects.filter(pk=reference).first()
        locks = audit.history_of(person, events=[AccountEvent.CODES_LOCKED]) if person else []
        if not locks:
            return None
        next_attempt_at = datetime.fromisoformat(locks[0].data["until"])
        reset_url = "" if person.is_staff else address_of("accounts:reset")  # staff have no reset
        return cls.to_person(person, person=person.name, next_attempt_at=next_attempt_at, reset_url=reset_url)


@dataclass(frozen=True, kw_only=True)
class NewBrowser(Email):
    """A sign-in from a browser that the account did not know, or that is trusted from now on."""

    name: ClassVar[str] = "accounts/new-browser"

    person: str
    at: datetime
    browser: str
    network: str
    trusted_until: datetime | None
    security_url: str

    @classmethod
    def load(cls, reference: str):
        row = Browser.objects.select_related("user").filter(pk=reference).first()
        if row is None:
            return None
        return cls.to_person(
            row.user,
            person=row.user.name,
            at=row.last_used_at,
            browser=row.label,
            network=row.network,
            trusted_until=row.trusted_until,
            security_url=address_of("accounts:password"),
        )


@dataclass(frozen=True, kw_only=True)
class NewPasswordNeeded(Email):
    """Others may know the password: every session was ended, and the next sign-in asks for a new one."""

    name: ClassVar[str] = "accounts/new-password-needed"

    person: str
    sign_in_url: str

    @classmethod
    def load(cls, reference: str):
        person = User.objects.filter(pk=reference, compromised_at__isnull=False, confirmed_at__isnull=False).first()
        if person is None:
            return None
        return cls.to_person(person, person=person.name, sign_in_url=_sign_in_page_of(person))


@dataclass(frozen=True, kw_only=True)
class PasswordChanged(Email):
    """The password was changed."""

    name: ClassVar[str] = "accounts/password-changed"

    person: str
    at: datetime

    @classmethod
    def load(cls, reference: str):
        person = User.objects.filter(pk=reference).first()
        if person is None or person.password_changed_at is None:
            return None
        return cls.to_person(person, person=person.name, at=person.password_changed_at)


def _sign_in_page_of(person: User) -> str:
    return address_of("accounts:staff_sign_in" if person.is_staff else "accounts:sign_in")
