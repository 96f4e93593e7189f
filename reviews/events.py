from merchant_portal.audit.events import AuditedEvent, Retention


class ReviewEvent(AuditedEvent):
    """What is recorded about judging."""

    CLAIMED = "reviews.claimed", Retention.DECISIONS, "submission"
    RELEASED = "reviews.released", Retention.DECISIONS
    JUDGED = "reviews.judged", Retention.DECISIONS, "requirement", "part", "verdict"
    DECIDED = "reviews.decided", Retention.DECISIONS, "submission", "outcome"
    UNDONE = "reviews.undone", Retention.DECISIONS, "outcome"
    SUPERSEDED = "reviews.superseded", Retention.DECISIONS
