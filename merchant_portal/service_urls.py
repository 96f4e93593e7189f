"""Addresses of services, as the environment gives them, in the words of Django's settings."""

from urllib.parse import unquote, urlsplit


def read_email(text: str) -> dict:
    """Returns the mail settings that `smtp://`, `smtps://` or `mailbox:` stand for."""
    if text == "mailbox:":
        return {"backend": "merchant_portal.local.mailbox.EmailBackend", "url": text}
    parts = urlsplit(text)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise ValueError("must be smtp://user:password@host:port, smtps://… or mailbox:")
    return {
        "backend": "django.core.mail.backends.smtp.EmailBackend",
        "url": text,
        "host": parts.hostname,
        "port": parts.port or (465 if parts.scheme == "smtps" else 25),
        "user": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "ssl": parts.scheme == "smtps",
        "starttls": "starttls" in parts.query,
    }


def read_database(text: str) -> dict:
    """Returns Django's settings for `postgresql://user:password@host:port/name` (`?host=` for a socket)."""
    parts = urlsplit(text)
    if parts.scheme not in ("postgresql", "postgres") or not parts.path.strip("/"):
        raise ValueError("must be postgresql://user:password@host:port/name")
    options = dict(pair.partition("=")[::2] for pair in parts.query.split("&") if pair)
    return {
        "ENGINE": "merchant_portal.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(options.pop("host", parts.hostname or "")),
        "PORT": str(parts.port or ""),
        "OPTIONS": {key: unquote(value) for key, value in options.items()},
    }
