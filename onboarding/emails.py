"""The mails of this app: one small class each."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.urls import reverse

from merchant_portal.messaging.kinds import Mail
from onboarding.models import Submission


def address_of(name: str, *args) -> str:
    """Returns the full address of a page of this app."""
    return settings.PUBLIC_ORIGIN + reverse(f"onboarding:{name}", args=args)


@dataclass(frozen=True, kw_only=True)
class Received(Mail):
    """M3: the application arrived, with its number and the date of our answer."""

    name: ClassVar[str] = "onboarding/received"

    person: str
    reference: str
    due_at: datetime
    days: int
    status_url: str

    @classmethod
    def load(cls, reference: str):
        submission = Submission.objects.select_related("application", "submitted_by").filter(pk=reference).first()
        if submission is None:
            return None
        first = submission.number == 1
        return cls(
            to=submission.submitted_by.email,
            language=submission.submitted_by.language,
            person=submission.submitted_by.name,
            reference=submission.application.reference,
            due_at=submission.due_at,
            days=settings.REVIEW_BUSINESS_DAYS if first else settings.CORRECTION_BUSINESS_DAYS,
            status_url=address_of("status"),
        )
