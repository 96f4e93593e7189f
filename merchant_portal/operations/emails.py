from dataclasses import dataclass
from typing import ClassVar

from django.conf import settings

from merchant_portal.messaging.message_types import Email
from merchant_portal.operations.models import Alarm


@dataclass(frozen=True, kw_only=True)
class AlarmEmail(Email):
    """Tells whoever operates the portal what is wrong. At most one a kind of alarm and hour."""

    name: ClassVar[str] = "portal/alarm"

    kind: str
    text: str
    raised_at: object

    @classmethod
    def load(cls, reference: str) -> "AlarmEmail | None":
        """Returns the mail about an alarm, or None when the trouble was over before it could be sent."""
        alarm = Alarm.objects.filter(pk=reference, resolved_at__isnull=True).first()
        if alarm is None:
            return None
        return cls(
            to=settings.ALARM_EMAIL,
            language=settings.LANGUAGE_CODE,
            kind=alarm.kind,
            text=alarm.text,
            raised_at=alarm.raised_at,
        )
