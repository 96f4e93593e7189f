"""Every setting that an operator can change, with its default. `docs/settings.md` says what each one does.

The unit is in the name. `environment.py` reads and checks the values, `settings.py` takes them over for Django.
"""

from functools import partial

from environs import validate

from merchant_portal import environment

env = environment.reader()
number = partial(env.int, validate=validate.Range(min=1))
number_or_off = partial(env.int, validate=validate.Range(min=0))  # 0 switches it off
local_value = partial(environment.local_value, env)

# The installation
ENVIRONMENT = env.str(
    "ENVIRONMENT",
    environment.LOCAL,
    validate=validate.OneOf([environment.LOCAL, environment.TEST, environment.PRODUCTION]),
)
DEBUG = env.bool("DEBUG", False)
PUBLIC_ORIGIN = env.origin("PUBLIC_ORIGIN", **local_value("PUBLIC_ORIGIN"))
TRUSTED_PROXIES = env.networks("TRUSTED_PROXIES", "")
TIME_ZONE = env.str("TIME_ZONE", "Asia/Shanghai")

# Secrets: lists have the newest first
SECRET_KEYS = env.comma_list("SECRET_KEY", **local_value("SECRET_KEY"))
CODE_PEPPERS = env.comma_list("CODE_PEPPERS", **local_value("CODE_PEPPERS"))
FIELD_KEYS = env.field_keys("FIELD_KEYS", **local_value("FIELD_KEYS"))
LIMIT_KEY = env.one_secret("LIMIT_KEY", **local_value("LIMIT_KEY"))

# Services
DATABASE_URL = env.database_url("DATABASE_URL", **local_value("DATABASE_URL"))
REDIS_URL = env.redis_url("REDIS_URL", **local_value("REDIS_URL"))
EMAIL_URL = env.email_url("EMAIL_URL", **local_value("EMAIL_URL"))
SMS_URL = env.sms_url("SMS_URL", **({"default": ""} | local_value("SMS_URL")))
STORAGE_URL = env.storage_url("STORAGE_URL", **local_value("STORAGE_URL"))
SCANNER_URL = env.scanner_url("SCANNER_URL", "")
DATABASE_CONNECT_SECONDS = number("DATABASE_CONNECT_SECONDS", 3)
DATABASE_ANSWER_SECONDS = number("DATABASE_ANSWER_SECONDS", 8)
MAIL_TIMEOUT_SECONDS = number("MAIL_TIMEOUT_SECONDS", 10)
SMS_TIMEOUT_SECONDS = number("SMS_TIMEOUT_SECONDS", 5)
STORAGE_CONNECT_SECONDS = number("STORAGE_CONNECT_SECONDS", 2)
STORAGE_READ_SECONDS = number("STORAGE_READ_SECONDS", 10)
STORAGE_REQUESTS = number("STORAGE_REQUESTS", 4)

# What people read
SITE_NAME = env.str("SITE_NAME", "")
OPERATOR_NAME = env.str("OPERATOR_NAME", "")
LOGO = env.str("LOGO", "")
SUPPORT_EMAIL = env.str("SUPPORT_EMAIL", "support@portal.example")
SUPPORT_HOURS = env.str("SUPPORT_HOURS", "")
ALARM_EMAIL = env.str("ALARM_EMAIL", "") or SUPPORT_EMAIL
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "portal@portal.example")
TERMS_URL = env.str("TERMS_URL", "")
TERMS_VERSION = env.str("TERMS_VERSION", "1")
PRIVACY_URL = env.str("PRIVACY_URL", "")
MODULE_PRODUCTS_URL = env.str("MODULE_PRODUCTS_URL", "")
MODULE_ORDERS_URL = env.str("MODULE_ORDERS_URL", "")
MODULE_ANALYTICS_URL = env.str("MODULE_ANALYTICS_URL", "")

# Who may join
REGISTRATION_OPEN = env.bool("REGISTRATION_OPEN", True)
REFUSED_COUNTRIES = env.comma_list("REFUSED_COUNTRIES", "")
REFUSED_MAIL_DOMAINS = env.mail_domains("REFUSED_MAIL_DOMAINS", "")
APPLICATIONS_PER_COMPANY = number("APPLICATIONS_PER_COMPANY", 1)
DRAFT_DAYS = number("DRAFT_DAYS", 90)
MIN_FILL_SECONDS = number_or_off("MIN_FILL_SECONDS", 2)

# Documents
UPLOAD_MAX_MB = number("UPLOAD_MAX_MB", 15)
UPLOAD_MAX_PAGES = number("UPLOAD_MAX_PAGES", 20)
UPLOADS_IN_CHECKING = number("UPLOADS_IN_CHECKING", 12)

# Review
REVIEW_BUSINESS_DAYS = number("REVIEW_BUSINESS_DAYS", 3)
CORRECTION_BUSINESS_DAYS = number("CORRECTION_BUSINESS_DAYS", 1)
CHANGES_DAYS = number("CHANGES_DAYS", 14)
RETURN_HOLD_HOURS = number("RETURN_HOLD_HOURS", 24)
REVIEW_CALENDAR = env.str("REVIEW_CALENDAR", "CN")
REVIEW_LEASE_MINUTES = number("REVIEW_LEASE_MINUTES", 30)
SECOND_REVIEW = env.str("SECOND_REVIEW", "flagged", validate=validate.Regexp(r"^(off|flagged|all|sample:\d{1,3})$"))
DECISION_UNDO_SECONDS = number_or_off("DECISION_UNDO_SECONDS", 60)

# Links, codes and messages
CONFIRM_LINK_HOURS = number("CONFIRM_LINK_HOURS", 24)
ACTIVATION_LINK_HOURS = number("ACTIVATION_LINK_HOURS", 168)
STEP_UP_CODE_MINUTES = number("STEP_UP_CODE_MINUTES", 10)
RESET_CODE_MINUTES = number("RESET_CODE_MINUTES", 10)
RESEND_SECONDS = number("RESEND_SECONDS", 60)
SENDS_PER_HOUR = number("SENDS_PER_HOUR", 5)
SMS_COUNTRIES = env.comma_list("SMS_COUNTRIES", "CN,HK,RU,KZ,BY,TR")
SMS_DAILY_CAP = number("SMS_DAILY_CAP", 1000)
SMS_PREFIX_DAILY_CAP = number("SMS_PREFIX_DAILY_CAP", 200)

# Passwords, sign-in and sessions
PASSWORD_MIN_LENGTH = number("PASSWORD_MIN_LENGTH", 8)
PASSWORD_AGE_NUDGE_DAYS = number("PASSWORD_AGE_NUDGE_DAYS", 180)
LOCK_AFTER_FAILURES = number("LOCK_AFTER_FAILURES", 5)
LOCK_MINUTES = number("LOCK_MINUTES", 15)
STEP_UP_PER_HOUR = number("STEP_UP_PER_HOUR", 10)
STEP_UP_PER_DAY = number("STEP_UP_PER_DAY", 30)
PENDING_SIGN_IN_MINUTES = number("PENDING_SIGN_IN_MINUTES", 10)
TRUST_DAYS = number("TRUST_DAYS", 30)
REAUTH_MINUTES = number("REAUTH_MINUTES", 15)
IDLE_MINUTES = number("IDLE_MINUTES", 30)
STAFF_IDLE_MINUTES = number("STAFF_IDLE_MINUTES", 15)
SESSION_HOURS = number("SESSION_HOURS", 12)
AUDIT_SECURITY_DAYS = number("AUDIT_SECURITY_DAYS", 180)

# How many requests one network may send
NETWORK_LIMITS = {
    "sign_in": env.network_limit("LIMIT_SIGN_IN", "100/5 minutes"),
    "register": env.network_limit("LIMIT_REGISTER", "30/hour"),
    "reset": env.network_limit("LIMIT_RESET", "30/hour"),
    "resend": env.network_limit("LIMIT_RESEND", "60/hour"),
    "help": env.network_limit("LIMIT_HELP", "20/hour"),
    "readiness": env.network_limit("LIMIT_READINESS", "60/hour"),
}

# Operations
SWEEP_SECONDS = number("SWEEP_SECONDS", 5)
MESSAGE_OVERDUE_SECONDS = number("MESSAGE_OVERDUE_SECONDS", 300)
CHECKING_OVERDUE_SECONDS = number("CHECKING_OVERDUE_SECONDS", 300)
SWEEP_OVERDUE_SECONDS = number("SWEEP_OVERDUE_SECONDS", 60)
BEAT_OVERDUE_SECONDS = number("BEAT_OVERDUE_SECONDS", 180)
SEAL_OVERDUE_SECONDS = number("SEAL_OVERDUE_SECONDS", 1800)
CLOCK_DIFFERENCE_SECONDS = number("CLOCK_DIFFERENCE_SECONDS", 2)

environment.check(env, globals())
