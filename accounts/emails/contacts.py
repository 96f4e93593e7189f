"""What this app sends about e-mail addresses and phones: proofs, changes, and taking them back."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from accounts.emails.secrets import WithCode, WithToken
from accounts.emails.sign_in import CodeSms
from accounts.models.challenge import Challenge, Code
from accounts.models.contact import ContactChange
from accounts.models.link import SingleUseLink
from accounts.models.user import User
from accounts.validators import email_key
from merchant_portal.masking import mask_phone
from merchant_portal.messaging.message_types import Email, TextMessage
from merchant_portal.site import address_of


def _live_code(reference: str, purpose: str) -> Code | None:
    """Returns the row of a code that is still of use."""
    rows = Code.objects.select_related("challenge__user", "challenge__change")
    row = rows.filter(pk=reference, challenge__purpose=purpose).first()
    if row is None or not (row.challenge.is_open and row.challenge.still_holds):
        return None
    change = row.challenge.change
    return row if change is None or change.status in ContactChange.OPEN else None


@dataclass(frozen=True, kw_only=True)
class ContactSms(CodeSms):
    """Base of the texts with a code about a phone."""

    purpose: ClassVar[str]

    @classmethod
    def find(cls, reference: str) -> Code | None:
        return _live_code(reference, cls.purpose)


@dataclass(frozen=True, kw_only=True)
class PhoneCode(ContactSms):
    """The code that proves the phone on file."""

    name: ClassVar[str] = "accounts/phone-code"
    purpose: ClassVar[str] = Challenge.Purpose.PHONE


@dataclass(frozen=True, kw_only=True)
class PhoneChangeCode(ContactSms):
    """The code for either end of a change of the phone."""

    name: ClassVar[str] = "accounts/phone-change-code"
    purpose: ClassVar[str] = Challenge.Purpose.CONTACT


@dataclass(frozen=True, kw_only=True)
class ContactCode(WithCode, Email):
    """The code for either end of a change of the address. `is_old` is the end that is in force.

    Whether somebody else holds the new address is seen only here: then that person is notified, and no code is sent.
    """

    name: ClassVar[str] = "accounts/contact-code"

    code: str
    tag: str
    expires_at: datetime
    is_old: bool
    new: str
    password_url: str

    @classmethod
    def find(cls, reference: str) -> Code | None:
        return _live_code(reference, Challenge.Purpose.CONTACT)

    @classmethod
    def with_code(cls, row: Code, code: str):
        change, end = row.challenge.change, row.challenge.destination
        holders = User.objects.filter(email_key=email_key(end), status=User.Status.CONFIRMED)
        holder = holders.exclude(pk=change.user_id).first()
        if holder is not None:
            return EmailRequestedByOther.for_holder(holder)
        return cls(
            to=end,
            language=row.challenge.user.language,
            code=code,
            tag=row.tag,
            expires_at=row.expires_at,
            is_old=end == change.old,
            new=change.masked(change.new),
            password_url=address_of("accounts:password"),
        )


@dataclass(frozen=True, kw_only=True)
class EmailRequestedByOther(Email):
    """Somebody wants to move another account to an address that a confirmed person holds."""

    name: ClassVar[str] = "accounts/email-requested-by-other"

    person: str

    @classmethod
    def for_holder(cls, holder: User):
        """Returns the mail for the one who holds the address."""
        return cls.to_person(holder, person=holder.name)


@dataclass(frozen=True, kw_only=True)
class UndoableChangeEmail(WithToken, Email):
    """Base of the mails to the old end, with a link that stops the change or takes it back."""

    purpose: ClassVar[str] = SingleUseLink.Purpose.UNDO

    person: str
    old: str
    new: str
    link: str
    expires_at: datetime

    @classmethod
    def with_link(cls, link: SingleUseLink, token: str):
        change = ContactChange.objects.filter(pk=link.reference).select_related("user").first()
        if not change or change.status not in cls.fitting:
            return None
        address = address_of("accounts:undo", token)
        return cls(
            to=change.old if change.is_email else change.user.email,
            language=change.user.language,
            person=change.user.name,
            old=change.masked(change.old),
            new=change.masked(change.new),
            link=address,
            expires_at=link.expires_at,
            **cls.more(change),
        )

    @classmethod
    def more(cls, change: ContactChange) -> dict:
        """Returns what this kind says beside."""
        return {"at": change.done_at}


DONE = (ContactChange.Status.DONE,)


@dataclass(frozen=True, kw_only=True)
class EmailChanged(UndoableChangeEmail):
    """To the old address, when the new one is in force."""

    name: ClassVar[str] = "accounts/email-changed"
    fitting: ClassVar[tuple] = DONE

    at: datetime


@dataclass(frozen=True, kw_only=True)
class PhoneChanged(UndoableChangeEmail):
    """The new phone is in force."""

    name: ClassVar[str] = "accounts/phone-changed"
    fitting: ClassVar[tuple] = DONE

    at: datetime


@dataclass(frozen=True, kw_only=True)
class ContactChangeScheduled(UndoableChangeEmail):
    """Somebody has no access to the old address or phone, and waits for the change to take effect."""

    name: ClassVar[str] = "accounts/contact-change-scheduled"
    fitting: ClassVar[tuple] = (ContactChange.Status.WAITING,)

    is_email: bool
    effective_at: datetime

    @classmethod
    def more(cls, change: ContactChange) -> dict:
        return {"is_email": change.is_email, "effective_at": change.ends_at}


@dataclass(frozen=True, kw_only=True)
class EmailIsNew(Email):
    """To the new address, when it is in force."""

    name: ClassVar[str] = "accounts/email-is-new"

    person: str
    at: datetime
    sign_in_url: str

    @classmethod
    def load(cls, reference: str):
        change = ContactChange.objects.filter(pk=reference, status=ContactChange.Status.DONE).first()
        if change is None:
            return None
        facts = {"person": change.user.name, "at": change.done_at, "sign_in_url": address_of("accounts:sign_in")}
        return cls(to=change.new, language=change.user.language, **facts)


@dataclass(frozen=True, kw_only=True)
class PhoneNotice(TextMessage):
    """To the old phone, when another one takes its place. Without a code."""

    name: ClassVar[str] = "accounts/phone-notice"

    code: str = ""

    @classmethod
    def load(cls, reference: str):
        change = ContactChange.objects.select_related("user").filter(pk=reference).first()
        if change is None or change.status not in (ContactChange.Status.WAITING, ContactChange.Status.DONE):
            return None
        return cls(to=change.old, language=change.user.language)


@dataclass(frozen=True, kw_only=True)
class ContactRestored(Email):
    """A change was stopped or undone by the link; sent to both ends. The reference names the end."""

    name: ClassVar[str] = "accounts/contact-restored"
    ENDS: ClassVar[tuple] = ("old", "new")

    person: str
    is_email: bool
    is_old: bool
    old: str
    new: str
    sign_in_url: str

    @classmethod
    def load(cls, reference: str):
        pk, end = reference.split()
        change = ContactChange.objects.select_related("user").filter(pk=pk).first()
        if change is None:
            return None
        own = change.old if change.is_email else change.user.email
        return cls(
            to=own if end == "old" else change.new,
            language=change.user.language,
            person=change.user.name,
            is_email=change.is_email,
            is_old=end == "old",
            old=change.masked(change.old),
            new=change.masked(change.new),
            sign_in_url=address_of("accounts:sign_in"),
        )


@dataclass(frozen=True, kw_only=True)
class PhoneConfirmed(Email):
    """The phone is proven, and codes of a sign-in can go there."""

    name: ClassVar[str] = "accounts/phone-confirmed"

    person: str
    at: datetime
    phone: str
    security_url: str

    @classmethod
    def load(cls, reference: str):
        person = User.objects.filter(pk=reference, phone_confirmed_at__isnull=False).first()
        if person is None:
            return None
        return cls.to_person(
            person,
            person=person.name,
            at=person.phone_confirmed_at,
            phone=mask_phone(person.phone),
            security_url=address_of("accounts:password"),
        )
