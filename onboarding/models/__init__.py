"""Businesses and what they apply for. One file for each noun."""

from onboarding.models.application import Application
from onboarding.models.catalogue import DocumentRule, Reason
from onboarding.models.decision_notice import DecisionNotice, DecisionNoticeReason
from onboarding.models.document import Document, DocumentVersion
from onboarding.models.membership import Membership
from onboarding.models.merchant import Merchant
from onboarding.models.requirement import COMPANY, Requirement, Return
from onboarding.models.submission import Submission, SubmittedDocument, promised_days

__all__ = [
    "COMPANY",
    "Application",
    "Document",
    "DocumentVersion",
    "DecisionNotice",
    "DecisionNoticeReason",
    "Membership",
    "Merchant",
    "DocumentRule",
    "Reason",
    "Requirement",
    "Return",
    "Submission",
    "SubmittedDocument",
    "promised_days",
]
