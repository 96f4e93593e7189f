"""Businesses and what they apply for. One file for each noun."""

from onboarding.models.application import Application
from onboarding.models.catalogue import PaperRule, Reason
from onboarding.models.document import Document, DocumentVersion
from onboarding.models.letter import Letter, LetterReason
from onboarding.models.membership import Membership
from onboarding.models.merchant import Merchant
from onboarding.models.requirement import COMPANY, Requirement, Return
from onboarding.models.submission import Submission, SubmittedPaper, promised_days

__all__ = [
    "COMPANY",
    "Application",
    "Document",
    "DocumentVersion",
    "Letter",
    "LetterReason",
    "Membership",
    "Merchant",
    "PaperRule",
    "Reason",
    "Requirement",
    "Return",
    "Submission",
    "SubmittedPaper",
    "promised_days",
]
