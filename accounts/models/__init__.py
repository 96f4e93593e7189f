"""People and what proves them. One file for each noun."""

from accounts.models.attempt import AttemptRecord
from accounts.models.browser import Browser
from accounts.models.challenge import Challenge, Code
from accounts.models.contact import ContactChange
from accounts.models.device import TotpDevice
from accounts.models.link import SingleUseLink
from accounts.models.pending import PendingSignIn
from accounts.models.recovery import RecoveryCode
from accounts.models.session import Session
from accounts.models.unsaved import UnsavedInput
from accounts.models.user import Consent, User

__all__ = [
    "Browser",
    "AttemptRecord",
    "Challenge",
    "Code",
    "Consent",
    "ContactChange",
    "PendingSignIn",
    "RecoveryCode",
    "Session",
    "SingleUseLink",
    "TotpDevice",
    "UnsavedInput",
    "User",
]
