"""The mails of this app: one small class each."""

from onboarding.emails.decisions import (
    Active,
    Approved,
    ChangesRequested,
    DecisionEmail,
    ReasonText,
    Received,
    Rejected,
    ReturnedItem,
    returned_items,
)
from onboarding.emails.sign_in_help import WhyNotSignedIn

__all__ = [
    "Active",
    "DecisionEmail",
    "Approved",
    "ChangesRequested",
    "ReturnedItem",
    "ReasonText",
    "Received",
    "Rejected",
    "WhyNotSignedIn",
    "returned_items",
]
