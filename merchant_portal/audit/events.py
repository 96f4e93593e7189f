"""How an app declares what it records."""

from enum import Enum


class Retention(Enum):
    """How long an event is kept: security events for a set time, decisions as long as the merchant."""

    SECURITY = "security"
    DECISIONS = "decisions"


class AuditedEvent(Enum):
    """Base of each app's events. A member declares its code, its retention and the keys it carries.

    Values of keys are ids, words of ours or masked values; never personal data.
    """

    def __init__(self, code: str, retention: Retention, *keys: str):
        self.code = code
        self.retention = retention
        self.keys = frozenset(keys)


class AuditLogEvent(AuditedEvent):
    """What is recorded about the audit itself."""

    PURGED = "audit.purged", Retention.DECISIONS, "number", "events"
