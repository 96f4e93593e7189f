"""What is planned for a merchant of the demo world, and who its staff are."""

from dataclasses import dataclass, field
from enum import Enum

from accounts.roles import Role

PASSWORD = "green tea at seven"  # noqa: S105 - everybody's in the demo world, and printed


class State(Enum):
    """Where a merchant of the demo world stands, in the words of its list of sign-ins."""

    UNCONFIRMED = "registered, mailbox not confirmed"
    EMPTY = "empty draft"
    HALF = "half-done draft"
    SUBMITTED = "submitted"
    IN_REVIEW = "in review"
    CHANGES = "changes requested"
    HALF_CORRECTED = "changes requested, half corrected"
    RESUBMITTED = "sent again, corrected"
    IN_REVIEW_AGAIN = "in review, second submission"
    APPROVED = "approved, not active yet"
    ACTIVE = "active"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Plan:
    """One merchant.

    `answers` is the company profile as declared, `latin` the same in Latin letters for papers on machines without
    a font; `on_paper` is what the papers say otherwise than declared. `due` counts business days from today.
    `returned` are the reasons by item (`key`, or `key:part`), as a reviewer gives them, and for a rejection the
    `final` ones; the papers are drawn with these flaws. `corrected` is how the merchant corrects the profile.
    """

    email: str
    name: str
    language: str
    phone: str
    company: str
    state: State
    answers: dict
    latin: dict = field(default_factory=dict)
    on_paper: dict = field(default_factory=dict)
    due: int = 0
    reviewer: str = ""
    returned: dict = field(default_factory=dict)
    corrected: dict = field(default_factory=dict)
    message: str = ""


@dataclass(frozen=True)
class Colleague:
    """One person of staff."""

    email: str
    name: str
    role: Role


RITA, RAVI, LENA = "rita@portal.example", "ravi@portal.example", "lena@portal.example"
STAFF = (
    Colleague(RITA, "Rita Hartmann", Role.REVIEWER),
    Colleague(RAVI, "Ravi Menon", Role.REVIEWER),
    Colleague(LENA, "Lena Brandt", Role.LEAD),
)
STAFF_ADDRESSES = tuple(colleague.email for colleague in STAFF)
