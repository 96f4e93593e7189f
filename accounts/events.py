from merchant_portal.audit.events import AuditedEvent, Retention

SECURITY = Retention.SECURITY


class AccountEvent(AuditedEvent):
    """What is recorded about people. Keys carry ids, our own words or masked values."""

    REGISTERED = "accounts.registered", SECURITY
    CONFIRMATION_SENT_AGAIN = "accounts.confirmation_sent_again", SECURITY
    ADDRESS_CORRECTED = "accounts.address_corrected", SECURITY, "address"
    EMAIL_CONFIRMED = "accounts.email_confirmed", SECURITY
    PASSWORD_ACCEPTED = "accounts.password_accepted", SECURITY
    PASSWORD_REFUSED = "accounts.password_refused", SECURITY, "browser", "network"
    PASSWORD_LOCKED = "accounts.password_locked", SECURITY, "until", "browser", "network"
    CODE_SENT_AGAIN = "accounts.code_sent_again", SECURITY, "channel"
    CODE_REFUSED = "accounts.code_refused", SECURITY, "method"
    CODES_LOCKED = "accounts.codes_locked", SECURITY, "until", "method"
    SIGNED_IN = "accounts.signed_in", SECURITY, "method", "browser", "network", "known"
    SIGNED_OUT = "accounts.signed_out", SECURITY
    BROWSERS_REMOVED = "accounts.browsers_removed", SECURITY, "count"
    SESSIONS_ENDED = "accounts.sessions_ended", SECURITY, "count"
    RECOVERY_CODE_USED = "accounts.recovery_code_used", SECURITY
    PASSWORD_FLAGGED = "accounts.password_flagged", SECURITY, "reason"
    PASSWORD_CHANGED = "accounts.password_changed", SECURITY
    RESET_REQUESTED = "accounts.reset_requested", SECURITY, "browser", "network"
    RESET_CODE_REFUSED = "accounts.reset_code_refused", SECURITY
    PASSWORD_RESET = "accounts.password_reset", SECURITY, "browser", "network"
    UNLOCKED_BY_LINK = "accounts.unlocked_by_link", SECURITY, "browser", "network"
    LOCK_REPORTED = "accounts.lock_reported", SECURITY, "browser", "network"
    UNLOCKED = "accounts.unlocked", SECURITY, "reason"
    AUTHENTICATOR_ENROLLED = "accounts.authenticator_enrolled", SECURITY
    AUTHENTICATOR_REPLACED = "accounts.authenticator_replaced", SECURITY
    AUTHENTICATOR_REMOVED = "accounts.authenticator_removed", SECURITY
    RECOVERY_CODES_GENERATED = "accounts.recovery_codes_generated", SECURITY, "renewed"
    RECOVERY_CODES_SAVED = "accounts.recovery_codes_saved", SECURITY
    STAFF_CREATED = "accounts.staff_created", SECURITY, "role"
    PHONE_CORRECTED = "accounts.phone_corrected", SECURITY, "phone"
    PHONE_CONFIRMED = "accounts.phone_confirmed", SECURITY, "phone"
    CONTACT_CHANGE_BEGUN = "accounts.contact_change_begun", SECURITY, "kind", "new"
    CONTACT_CHANGE_MOVED = "accounts.contact_change_moved", SECURITY, "kind", "status"
    EMAIL_CHANGED = "accounts.email_changed", SECURITY, "old", "new"
    PHONE_CHANGED = "accounts.phone_changed", SECURITY, "old", "new"
    CONTACT_IN_USE = "accounts.contact_in_use", SECURITY, "kind"
    CONTACT_CHANGE_UNDONE = "accounts.contact_change_undone", SECURITY, "kind", "restored"
