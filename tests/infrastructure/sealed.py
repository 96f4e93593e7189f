"""A sealed audit to be tampered with."""

from contextlib import contextmanager
from datetime import timedelta

from django.db import connection, transaction

from accounts.events import AccountEvent
from merchant_portal.audit import recording, sealing
from merchant_portal.audit.models import AuditEvent
from onboarding.events import OnboardingEvent


def record(count: int = 1) -> list[AuditEvent]:
    """Records so many events of each retention, in turns."""
    pairs = [
        (
            recording.record(AccountEvent.REGISTERED, by=f"person {number}"),
            recording.record(OnboardingEvent.COMMENTED, requirement="x"),
        )
        for number in range(count)
    ]
    return [event for pair in pairs for event in pair]


def rounds(*counts: int) -> None:
    """Seals one round after the other, each of so many events a retention."""
    for count in counts:
        record(count)
        assert sealing.seal() == 2 * count


@contextmanager
def triggers_off():
    """Whoever owns the database can do this."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        yield cursor
        cursor.execute("SET session_replication_role = origin")


def tamper(sql: str, *values) -> int:
    """Runs raw SQL with the triggers off, and returns how many rows it touched."""
    with triggers_off() as cursor:
        cursor.execute(sql, values or None)
        return cursor.rowcount


def let_pass(days: float = 0, *, hours: float = 0, from_id: int = 0, upto_id: int = 2**40) -> None:
    """Makes events older by so much."""
    tamper(
        "UPDATE audit_auditevent SET at = at - %s WHERE id BETWEEN %s AND %s",
        timedelta(days=days, hours=hours),
        from_id,
        upto_id,
    )


def leave_a_gap() -> int:
    """Draws an id whose row never comes to be, and returns it."""
    try:
        with transaction.atomic():
            lost = record()[0].pk
            raise ZeroDivisionError
    except ZeroDivisionError:
        return lost
