"""How values are read from the environment, and what is refused. The settings are listed in `operator_settings.py`.

All faults are reported together: `Unsafe` names everything that is missing, malformed or unsafe. A name with `_FILE`
behind it reads the value from a file.
"""

import base64
import binascii
from ipaddress import ip_network
from types import SimpleNamespace
from urllib.parse import urlsplit

from environs import EnvValidationError, FileAwareEnv, ValidationError
from limits import parse as parse_limit

from merchant_portal import cleaning, service_urls
from merchant_portal.messaging import gateways
from merchant_portal.storage import private

LOCAL, TEST, PRODUCTION = "local", "test", "production"  # the values of ENVIRONMENT
SAMPLE_WORDS = ("change-me", "changeme", "example", "insecure", "sample", "secret-key")
SECRET_MIN_LENGTH = 32  # characters; 256 bits of a reasonably dense alphabet
FIELD_KEY_BYTES = 32  # AES-256
TO_STANDARD_BASE64 = str.maketrans("-_", "+/")


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
    return [_field_key(entry) for entry in _comma_list(text)]


def _field_key(entry: str) -> bytes:
    """Returns the key. Both alphabets of base64 are accepted (`+/`, and `-_` of URLs); the `=` at the end may be left
    out."""
    digits = entry.translate(TO_STANDARD_BASE64).rstrip("=")
    try:
        key = base64.b64decode(digits + "=" * (-len(digits) % 4), validate=True)
    except binascii.Error:
        raise ValueError("each entry must be base64; one has other characters or was cut off") from None
    if len(key) != FIELD_KEY_BYTES:
        raise ValueError(f"each entry must be base64 of {FIELD_KEY_BYTES} bytes; one has {len(key)}")
    return key


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


def reader() -> FileAwareEnv:
    """Returns what reads the environment: a value at a time, its faults collected until `check`."""
    env = FileAwareEnv(eager=False, strip_whitespace=True)
    for name, parser in PARSERS.items():
        env.add_parser(name, _collected(parser))
    return env


def local_value(env: FileAwareEnv, name: str) -> dict:
    """Returns the keyword by which a service or secret has a default on a developer's machine, and none elsewhere."""
    if env.str("ENVIRONMENT", LOCAL) != LOCAL:
        return {}
    from merchant_portal.local import defaults  # noqa: PLC0415 - the launcher is not imported in production

    return {"default": defaults.value_of(name)}


def check(env: FileAwareEnv, values: dict) -> None:
    """Raises Unsafe with every fault of what was read, and with what is unsafe in production."""
    try:
        env.seal()
    except EnvValidationError as error:
        raise Unsafe(_plain(error.error_messages)) from None
    if values["ENVIRONMENT"] == PRODUCTION and (faults := _unsafe_in_production(SimpleNamespace(**values))):
        raise Unsafe(faults)
