"""What a start warns about. What stops it is in `environment.py`."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import Warning

LOOPBACK = {"", "localhost", "127.0.0.1", "::1"}


def _is_remote(host: str | None) -> bool:
    return bool(host) and host not in LOOPBACK and not host.startswith("/")


def production_is_safe(app_configs=None, **unused):
    """Warns of unencrypted links to other machines, of documents that no scanner sees, and of terms nobody can read."""
    if settings.ENVIRONMENT != "production":
        return []
    found = []
    database = settings.DATABASES["default"]
    if _is_remote(database["HOST"]) and database["OPTIONS"].get("sslmode") not in (
        "require",
        "verify-ca",
        "verify-full",
    ):
        found.append(
            Warning(
                "DATABASE_URL: connection to the database isn't encrypted; add ?sslmode=verify-full",
                id="portal.W001",
            )
        )
    broker = urlsplit(settings.REDIS_URL)
    if broker.scheme == "redis" and _is_remote(broker.hostname):
        found.append(Warning("REDIS_URL: connection to the broker isn't encrypted; use rediss://", id="portal.W002"))
    mail = settings.EMAIL_URL
    if _is_remote(mail.get("host")) and not (mail.get("ssl") or mail.get("starttls")):
        found.append(
            Warning(
                "EMAIL_URL: connection to the mail server isn't encrypted; use smtps:// or ?starttls=1",
                id="portal.W003",
            )
        )
    storage = urlsplit(settings.STORAGE_URL)
    if storage.scheme == "s3" and _is_remote(storage.hostname) and "tls=0" in storage.query:
        found.append(Warning("STORAGE_URL: connection to the bucket isn't encrypted; remove tls=0", id="portal.W005"))
    if not settings.SCANNER_URL:
        found.append(
            Warning("SCANNER_URL: no scanner is set; documents will be marked as not scanned", id="portal.W004")
        )
    return found + _unpublished_texts()


def _unpublished_texts() -> list[Warning]:
    return [
        Warning(f"{name}: no address is set; people register without seeing {what}", id="portal.W006")
        for name, what in (("TERMS_URL", "the terms of service"), ("PRIVACY_URL", "a privacy notice"))
        if not getattr(settings, name)
    ]
