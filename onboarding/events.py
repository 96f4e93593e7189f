from merchant_portal.audit.events import AuditedEvent, Retention


class Event(AuditedEvent):
    """What is recorded about businesses."""

    JOINED = "onboarding.joined", Retention.DECISIONS, "merchant"
