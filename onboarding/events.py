from merchant_portal.audit.events import AuditedEvent, Retention


class OnboardingEvent(AuditedEvent):
    """What is recorded about businesses."""

    JOINED = "onboarding.joined", Retention.DECISIONS, "merchant"
    PRUNED = "onboarding.pruned", Retention.DECISIONS, "people", "merchants"
    PROFILE_SAVED = "onboarding.profile_saved", Retention.DECISIONS, "fields"
    DOCUMENT_UPLOADED = "onboarding.document_uploaded", Retention.DECISIONS, "requirement", "part"
    DOCUMENT_CHECKED = "onboarding.document_checked", Retention.DECISIONS, "fault"
    DOCUMENT_REMOVED = "onboarding.document_removed", Retention.DECISIONS, "requirement"
    DOCUMENT_OPENED = "onboarding.document_opened", Retention.DECISIONS, "page"
    COMMENTED = "onboarding.commented", Retention.DECISIONS, "requirement"
    SUBMITTED = "onboarding.submitted", Retention.DECISIONS, "number"
    WITHDRAWN = "onboarding.withdrawn", Retention.DECISIONS, "before"
    REVIEW_BEGUN = "onboarding.review_begun", Retention.DECISIONS, "number"
    CHANGES_REQUESTED = "onboarding.changes_requested", Retention.DECISIONS, "number", "requirements"
    APPROVED = "onboarding.approved", Retention.DECISIONS, "number"
    REJECTED = "onboarding.rejected", Retention.DECISIONS, "number", "reasons"
    BEGUN_AGAIN = "onboarding.begun_again", Retention.DECISIONS, "after"
    LINK_RENEWED = "onboarding.activation_link_renewed", Retention.DECISIONS
    SIGN_IN_HELP_ASKED = "onboarding.sign_in_help_asked", Retention.SECURITY, "browser", "network"
    ACTIVATED = "onboarding.activated", Retention.DECISIONS, "terms_version"
