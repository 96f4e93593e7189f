"""Every value that comes from outside, read in one place. All faults are reported together, in plain words.

`read()` returns the values; `Unsafe` names everything that is missing, malformed or unsafe at once. A name
with `_FILE` behind it reads the value from a file.
"""

import base64
import binascii
from ipaddress import ip_network
from types import SimpleNamespace
from urllib.parse import urlsplit

from environs import EnvValidationError, FileAwareEnv, ValidationError, validate
from limits import parse as parse_limit

from merchant_portal import cleaning, service_urls
from merchant_portal.local import folder, servers
from merchant_portal.messaging import gateways
from merchant_portal.storage import private

SAMPLE_WORDS = ("change-me", "changeme", "example", "insecure", "sample", "secret-key")
SECRET_MIN_LENGTH = 32  # signs; 256 bits of a reasonably dense alphabet
FIELD_KEY_BYTES = 32  # AES-256

# Limits and lifetimes with their starting values (contract section 2); the unit is in the name.
NUMBERS = {
    "REVIEW_BUSINESS_DAYS": 3,
    "CORRECTION_BUSINESS_DAYS": 1,
    "CHANGES_DAYS": 14,
    "RETURN_HOLD_HOURS": 24,
    "DRAFT_DAYS": 90,
    "CONFIRM_LINK_HOURS": 24,
    "ACTIVATION_LINK_HOURS": 168,
    "PENDING_SIGN_IN_MINUTES": 10,
    "STEP_UP_CODE_MINUTES": 10,
    "RESET_CODE_MINUTES": 10,
    "RESEND_SECONDS": 60,
    "SENDS_PER_HOUR": 5,
    "LOCK_AFTER_FAILURES": 5,
    "LOCK_MINUTES": 15,
    "STEP_UP_PER_HOUR": 10,
    "STEP_UP_PER_DAY": 30,
    "TRUST_DAYS": 30,
    "REAUTH_MINUTES": 15,
    "IDLE_MINUTES": 30,
    "STAFF_IDLE_MINUTES": 15,
    "SESSION_HOURS": 12,
    "PASSWORD_MIN_LENGTH": 8,
    "PASSWORD_AGE_NUDGE_DAYS": 180,
    "AUDIT_SECURITY_DAYS": 180,
    "UPLOAD_MAX_MB": 15,
    "UPLOAD_MAX_PAGES": 20,
    "UPLOADS_IN_CHECKING": 12,
    "STORAGE_CONNECT_SECONDS": 2,
    "STORAGE_READ_SECONDS": 10,  # for each answer
    "STORAGE_REQUESTS": 4,  # at once, in one web process
    "REVIEW_LEASE_MINUTES": 30,
    "SWEEP_SECONDS": 5,
    "APPLICATIONS_PER_COMPANY": 1,
    "DATABASE_CONNECT_SECONDS": 3,  # for a connection to PostgreSQL
    "DATABASE_ANSWER_SECONDS": 8,  # for each statement of a web request
    "MAIL_TIMEOUT_SECONDS": 10,  # for the connection to the mail server, and for each of its answers
    "SMS_TIMEOUT_SECONDS": 5,  # the same for the SMS gateway
    "SMS_DAILY_CAP": 1000,
    "SMS_PREFIX_DAILY_CAP": 200,
    # Behind these, `doctor`, `/readyz/` and an alarm say so.
    "MESSAGE_OVERDUE_SECONDS": 300,
    "CHECKING_OVERDUE_SECONDS": 300,
    "SWEEP_OVERDUE_SECONDS": 60,  # at least three times SWEEP_SECONDS
    "BEAT_OVERDUE_SECONDS": 180,
    "SEAL_OVERDUE_SECONDS": 1800,
    "CLOCK_DIFFERENCE_SECONDS": 2,
}
SWITCHABLE = {"DECISION_UNDO_SECONDS": 60, "MIN_FILL_SECONDS": 2}  # 0 switches these off

NETWORK_LIMITS = {
    "sign_in": "100/5 minutes",
    "register": "30/hour",
    "reset": "30/hour",
    "resend": "60/hour",
    "help": "20/hour",
    "readiness": "60/hour",
}


class Unsafe(SystemExit):
    """The portal does not start. The text lists every fault, a line each."""

    def __init__(self, faults: list[str]):
        lines = "\n".join(f"  - {fault}" for fault in sorted(faults))
        super().__init__(f"The portal can't start with these settings:\n{lines}")


def _comma_list(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _networks(text: str):
    return [ip_network(part, strict=False) for part in _comma_list(text)]


def _one_secret(text: str) -> str:
    if "," in text:
        raise ValueError("must be one value, not a list")
    return text


def _field_keys(text: str) -> list[bytes]:
    try:
        keys = [base64.b64decode(part, validate=True) for part in _comma_list(text)]
    except binascii.Error:
        keys = [b""]
    if any(len(key) != FIELD_KEY_BYTES for key in keys):
        raise ValueError("each entry must be base64 of 32 bytes")
    return keys


def _network_limit(text: str) -> str:
    if text != "0":
        parse_limit(text)
    return text


def _origin(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path.strip("/"):
        raise ValueError("must look like https://portal.example, without a path")
    return f"{parts.scheme}://{parts.netloc}"


def _redis(text: str) -> str:
    if urlsplit(text).scheme not in ("redis", "rediss", "unix"):
        raise ValueError("must be redis://host:port/0, rediss://… or unix:///path.sock?db=0")
    return text


def for_limits(redis_url: str) -> str:
    """Returns `redis_url` in the spelling of the limits library."""
    return redis_url.replace("unix://", "redis+unix://", 1) if redis_url.startswith("unix:") else redis_url


def for_celery(redis_url: str) -> str:
    """Returns `redis_url` in the spelling of Celery's broker."""
    if not redis_url.startswith("unix:"):
        return redis_url
    path, _, database = redis_url.removeprefix("unix://").partition("?db=")
    return f"redis+socket://{path}?virtual_host={database or 0}"


def _scanner(text: str) -> str:
    if text and not text.startswith("clamd://"):
        raise ValueError("must be clamd://host:port, clamd:///socket or empty")
    return text


PARSERS = {
    "networks": _networks,
    "comma_list": _comma_list,
    "mail_domains": lambda text: [cleaning.clean_domain(domain) for domain in _comma_list(text)],
    "field_keys": _field_keys,
    "one_secret": _one_secret,
    "network_limit": _network_limit,
    "origin": _origin,
    "email_url": service_urls.read_email,
    "sms_url": gateways.read_url,
    "database_url": service_urls.read_database,
    "redis_url": _redis,
    "storage_url": private.read_url,
    "scanner_url": _scanner,
}


def _people_read(env) -> dict:
    """Names, addresses and admission: what an operator words in their own way."""
    texts = ("SITE_NAME", "OPERATOR_NAME", "SUPPORT_HOURS", "LOGO", "TERMS_URL", "PRIVACY_URL")
    modules = ("MODULE_PRODUCTS_URL", "MODULE_ORDERS_URL", "MODULE_ANALYTICS_URL")
    return {name: env.str(name, "") for name in texts + modules} | {
        "DEFAULT_FROM_EMAIL": env.str("DEFAULT_FROM_EMAIL", "portal@portal.example"),
        "SUPPORT_EMAIL": (support := env.str("SUPPORT_EMAIL", "support@portal.example")),
        "ALARM_EMAIL": env.str("ALARM_EMAIL", "") or support,
        "TIME_ZONE": env.str("TIME_ZONE", "Asia/Shanghai"),
        "TERMS_VERSION": env.str("TERMS_VERSION", "1"),
        "REGISTRATION_OPEN": env.bool("REGISTRATION_OPEN", True),
        "REFUSED_COUNTRIES": env.comma_list("REFUSED_COUNTRIES", ""),
        "REFUSED_MAIL_DOMAINS": env.mail_domains("REFUSED_MAIL_DOMAINS", ""),
        "REVIEW_CALENDAR": env.str("REVIEW_CALENDAR", "CN"),
        "SECOND_REVIEW": env.str(
            "SECOND_REVIEW", "flagged", validate=validate.Regexp(r"^(off|flagged|all|sample:\d{1,3})$")
        ),
        "SMS_COUNTRIES": env.comma_list("SMS_COUNTRIES", "CN,HK,RU,KZ,BY,TR"),
    }


def _services(env, local: bool) -> dict:
    """Where the services are. Locally the embedded ones; elsewhere each must be named."""
    home = folder.data_folder() if local else None
    wanted = {
        "DATABASE_URL": (env.database_url, servers.database_url() if local else None),
        "REDIS_URL": (env.redis_url, servers.redis_url(0) if local else None),
        "EMAIL_URL": (env.email_url, "mailbox:" if local else None),
        "STORAGE_URL": (env.storage_url, f"file://{home}/files" if local else None),
        "PUBLIC_ORIGIN": (env.origin, "http://127.0.0.1:8000" if local else None),
    }
    found = {name: parse(name, default) if default else parse(name) for name, (parse, default) in wanted.items()}
    found["SMS_URL"] = env.sms_url("SMS_URL", "mailbox:" if local else "")
    found["SCANNER_URL"] = env.scanner_url("SCANNER_URL", "")
    return found


def _secrets(env, local: bool) -> dict:
    lists = {"SECRET_KEY": env.comma_list, "CODE_PEPPERS": env.comma_list, "FIELD_KEYS": env.field_keys}
    parsers = lists | {"LIMIT_KEY": env.one_secret}
    found = {name: parse(name, folder.secret(name)) if local else parse(name) for name, parse in parsers.items()}
    return {"SECRET_KEYS": found.pop("SECRET_KEY"), **found}


def _unsafe_in_production(found: SimpleNamespace) -> list[str]:
    faults = []
    named = {"SECRET_KEY": found.SECRET_KEYS, "CODE_PEPPERS": found.CODE_PEPPERS, "LIMIT_KEY": [found.LIMIT_KEY]}
    for name, values in named.items():
        for secret in values or [""]:
            if len(secret) < SECRET_MIN_LENGTH or any(word in secret.lower() for word in SAMPLE_WORDS):
                faults.append(f"{name}: missing, shorter than {SECRET_MIN_LENGTH} characters, or a sample")
    if found.DEBUG:
        faults.append("DEBUG: must be off in production")
    if not found.PUBLIC_ORIGIN.startswith("https://") or "*" in found.PUBLIC_ORIGIN:
        faults.append("PUBLIC_ORIGIN: must be one https origin without a wildcard")
    if found.EMAIL_URL["url"] == "mailbox:":
        faults.append("EMAIL_URL: the local mailbox sends nothing; set an SMTP server")
    if found.SMS_URL.startswith("mailbox:"):
        faults.append("SMS_URL: the local mailbox sends nothing; set a gateway or leave it empty")
    return faults


def _collected(parser):
    """Returns `parser` with its faults in the form that is collected instead of raised at once."""

    def parse(text):
        try:
            return parser(text)
        except ValueError as error:
            raise ValidationError(str(error)) from error

    return parse


def _plain(errors: dict) -> list[str]:
    return [f"{name}: {'; '.join(str(text) for text in texts)}" for name, texts in errors.items()]


def read() -> SimpleNamespace:
    """Returns all settings from the environment. Raises Unsafe with every fault at once."""
    env = FileAwareEnv(eager=False, strip_whitespace=True)
    for name, parser in PARSERS.items():
        env.add_parser(name, _collected(parser))
    environment = env.str("ENVIRONMENT", "local", validate=validate.OneOf(["local", "test", "production"]))
    local = environment == "local"
    values = {"ENVIRONMENT": environment, "DEBUG": env.bool("DEBUG", False)}
    values |= {name: env.int(name, number, validate=validate.Range(min=1)) for name, number in NUMBERS.items()}
    values |= {name: env.int(name, number, validate=validate.Range(min=0)) for name, number in SWITCHABLE.items()}
    values["TRUSTED_PROXIES"] = env.networks("TRUSTED_PROXIES", "")
    values["NETWORK_LIMITS"] = {
        name: env.network_limit(f"LIMIT_{name.upper()}", text) for name, text in NETWORK_LIMITS.items()
    }
    values |= _people_read(env) | _services(env, local) | _secrets(env, local)
    try:
        env.seal()
    except EnvValidationError as error:
        raise Unsafe(_plain(error.error_messages)) from None
    found = SimpleNamespace(**values)
    if environment == "production" and (faults := _unsafe_in_production(found)):
        raise Unsafe(faults)
    return found
