from merchant_portal.audit.events import AuditedEvent, Retention


class Event(AuditedEvent):
    """What is recorded about businesses."""

    JOINED = "onboarding.joined", Retention.DECISIONS, "merchant"
    PROFILE_SAVED = "onboarding.profile_saved", Retention.DECISIONS, "fields"
    PAPER_UPLOADED = "onboarding.paper_uploaded", Retention.DECISIONS, "requirement", "part"
    PAPER_CHECKED = "onboarding.paper_checked", Retention.DECISIONS, "fault"
    PAPER_REMOVED = "onboarding.paper_removed", Retention.DECISIONS, "requirement"
    PAPER_OPENED = "onboarding.paper_opened", Retention.DECISIONS, "page"
    COMMENTED = "onboarding.commented", Retention.DECISIONS, "requirement"
    SUBMITTED = "onboarding.submitted", Retention.DECISIONS, "number"
    WITHDRAWN = "onboarding.withdrawn", Retention.DECISIONS, "before"
