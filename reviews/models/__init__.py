"""Judging a submission. One file for each noun."""

from reviews.models.case import Case
from reviews.models.decision import Decision, DecisionReason
from reviews.models.review import Review
from reviews.models.verdict import Verdict, VerdictReason

__all__ = ["Case", "Decision", "DecisionReason", "Review", "Verdict", "VerdictReason"]
