"""What this app sends about the second step: set up, removed, recovery codes generated and used."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from accounts.events import AccountEvent
from accounts.models.user import User
from merchant_portal.audit.models import AuditEvent
from merchant_portal.messaging.message_types import Email
from merchant_portal.site import address_of


@dataclass(frozen=True, kw_only=True)
class TwoStepEmail(Email):
    """Base of emails about a change of somebody's second step. Loaded from the audit event of that change."""

    person: str
    at: datetime
    security_url: str

    @classmethod
    def load(cls, reference: str):
        event = AuditEvent.objects.filter(pk=reference).first()
        person = event and User.objects.filter(pk=event.target.rpartition(":")[2]).first()
        if not person:
            return None
        url = address_of("accounts:security")
        return cls.to_person(person, person=person.name, at=event.at, security_url=url, **cls.more(event))

    @staticmethod
    def more(event: AuditEvent) -> dict:
        """Returns what else the letter says."""
        return {}


@dataclass(frozen=True, kw_only=True)
class TwoStepOn(TwoStepEmail):
    """An authenticator app was set up, or took the place of another."""

    name: ClassVar[str] = "accounts/two-step-on"

    replaced: bool

    @staticmethod
    def more(event: AuditEvent) -> dict:
        return {"replaced": event.code == AccountEvent.AUTHENTICATOR_REPLACED.code}


@dataclass(frozen=True, kw_only=True)
class TwoStepOff(TwoStepEmail):
    """The authenticator app was removed."""

    name: ClassVar[str] = "accounts/two-step-off"


@dataclass(frozen=True, kw_only=True)
class RecoveryCodesGenerated(TwoStepEmail):
    """Ten recovery codes were generated, for the first time or in place of older ones."""

    name: ClassVar[str] = "accounts/recovery-codes-generated"

    renewed: bool

    @staticmethod
    def more(event: AuditEvent) -> dict:
        return {"renewed": event.data["renewed"]}


@dataclass(frozen=True, kw_only=True)
class RecoveryCodeUsed(Email):
    """A recovery code was used for the second step."""

    name: ClassVar[str] = "accounts/recovery-code-used"

    person: str
    at: datetime
    left: int
    security_url: str

    @classmethod
    def load(cls, reference: str):
        person = User.objects.filter(pk=reference).first()
        newest = person and person.recovery_codes.filter(used_at__isnull=False).order_by("-used_at").first()
        if newest is None:
            return None
        left = person.recovery_codes.filter(used_at__isnull=True).count()
        url = address_of("accounts:security")
        return cls.to_person(person, person=person.name, at=newest.used_at, left=left, security_url=url)
