"""The mails of this app: one small class each."""

from onboarding.emails.letters import (
    Active,
    Answer,
    Approved,
    ChangesRequested,
    Item,
    Line,
    Received,
    Rejected,
    items_of,
)
from onboarding.emails.sign_in_help import WhyNotSignedIn

__all__ = [
    "Active",
    "Answer",
    "Approved",
    "ChangesRequested",
    "Item",
    "Line",
    "Received",
    "Rejected",
    "WhyNotSignedIn",
    "items_of",
]
