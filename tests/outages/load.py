"""What outages are measured with: a whole journey, and many messages at once."""

import time

from tests.outages.site import code_in, wait_for

MANY = 200


def queue_many(site, count: int = MANY) -> str:
    """Writes `count` messages to one confirmed person into the outbox. Returns the address."""
    address = f"many-{time.monotonic_ns()}@fernhill.example"
    site.confirmed(address)
    wait_for(lambda: site.count("status = 'waiting'") == 0)
    person = site.sql("SELECT id FROM accounts_user WHERE email = %s", address)[0][0]
    site.sql("UPDATE accounts_user SET password_changed_at = now() WHERE id = %s", person)
    site.sql(
        "INSERT INTO messaging_message (kind, channel, reference, status, created_at, due_at, attempts, answer) "
        "SELECT 'accounts/password-changed', 'mail', %s, 'waiting', now(), now(), 0, '' "
        "FROM generate_series(1, %s)",
        str(person),
        count,
    )
    return address


def changed_emails(site, address: str) -> int:
    emails = site.emails_to(address)
    return sum(email["X-Portal-Message"] == "accounts/password-changed" for email in emails)


def journey(site, name: str) -> float:
    """Registers, confirms and signs in once more. Returns how many seconds that took."""
    began, address = time.monotonic(), f"{name}-{time.monotonic_ns()}@fernhill.example"
    site.confirmed(address)
    before = len(site.emails_to(address))
    browser = site.sign_in(address)
    wait_for(lambda: len(site.emails_to(address)) > before)
    answer = browser.post("/sign-in/code/", {"code": code_in(site.emails_to(address)[-1])})
    assert answer.location == "/application/"
    return time.monotonic() - began
