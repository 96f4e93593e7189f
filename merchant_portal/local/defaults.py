"""What a developer's machine uses where the environment names nothing: embedded servers, a mailbox, stored secrets."""

from merchant_portal.local import folder, servers

SERVICES = {
    "DATABASE_URL": servers.database_url,
    "REDIS_URL": lambda: servers.redis_url(0),
    "EMAIL_URL": lambda: "mailbox:",
    "SMS_URL": lambda: "mailbox:",
    "STORAGE_URL": lambda: f"file://{folder.data_folder()}/files",
    "PUBLIC_ORIGIN": lambda: "http://127.0.0.1:8000",
}


def value_of(name: str) -> str:
    """Returns the local value of a service, or of a secret, which is generated once."""
    return SERVICES[name]() if name in SERVICES else folder.secret(name)
