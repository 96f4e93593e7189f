"""The database's time. Machines' clocks differ; lifetimes and due times are judged by the one clock all share.

Each process measures how far its own clock is off whenever it opens a connection, and corrects itself by that.
"""

from datetime import UTC, datetime, timedelta

from django.utils import timezone

NOISE = timedelta(milliseconds=250)  # smaller differences are the time a query takes, and change nothing
MEASUREMENTS = 3

_measured = {"difference": timedelta(0)}


def now() -> datetime:
    """Returns the time by the database's clock, aware."""
    return timezone.now() + _measured["difference"]


def difference() -> timedelta:
    """Returns how far the database's clock is ahead of this process's, as last measured; below NOISE it is nothing."""
    return _measured["difference"]


def measure(connection, **unused) -> None:
    """Asks the database for its time and keeps the difference. A receiver of Django's `connection_created`.

    An answer that comes late says little: nobody knows when in that time the clock was read. After MEASUREMENTS of
    them what was measured before stays.
    """
    for _ in range(MEASUREMENTS):
        requested_at = datetime.now(UTC)  # the machine's clock, also while the demo world is built in the past
        with connection.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()")
            found = cursor.fetchone()[0]
        took = datetime.now(UTC) - requested_at
        if took <= 2 * NOISE:
            off = found - (requested_at + took / 2)
            _measured["difference"] = off if abs(off) >= NOISE else timedelta(0)
            return
