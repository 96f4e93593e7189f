"""People and what proves them. One file for each noun."""

from accounts.models.budget import Budget
from accounts.models.challenge import Challenge, Code
from accounts.models.device import TotpDevice
from accounts.models.link import SingleUseLink
from accounts.models.pending import PendingSignIn
from accounts.models.session import Session
from accounts.models.user import Consent, User

__all__ = [
    "Budget",
    "Challenge",
    "Code",
    "Consent",
    "PendingSignIn",
    "Session",
    "SingleUseLink",
    "TotpDevice",
    "User",
]
