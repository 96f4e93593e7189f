"""Heartbeats: each clock of the worker records in PostgreSQL that it ran. Redis may be what is away."""

import logging
import time

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection, transaction
from django.utils import timezone

from merchant_portal.operations.models import Heartbeat

logger = logging.getLogger(__name__)

INSTALLED = "installed"  # written by the migration that made the table
EVERY_SECONDS = 5  # a process records the same name no more often
RECENT_SECONDS = 24 * 3600  # older clock differences say nothing about today's machines

RECORD = """
    INSERT INTO operations_heartbeat (name, at, clock_difference_seconds, detail)
    VALUES (%(name)s, clock_timestamp(), extract(epoch FROM %(own)s - clock_timestamp()), %(detail)s)
    ON CONFLICT (name) DO UPDATE
    SET at = EXCLUDED.at, clock_difference_seconds = EXCLUDED.clock_difference_seconds, detail = EXCLUDED.detail
"""

_recorded: dict[str, float] = {}  # by name: when this process last did


def record(name: str, detail: str = "", *, every_seconds: float = EVERY_SECONDS) -> bool:
    """Records that `name` ran just now, unless this process did so less than `every_seconds` ago.

    Returns whether it was recorded. A database that fails is logged, since the work itself was done.
    """
    now = time.monotonic()
    if now - _recorded.get(name, float("-inf")) < every_seconds:
        return False
    _recorded[name] = now
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(RECORD, {"name": name, "own": timezone.now(), "detail": detail[:200]})
    except (DatabaseError, InterfaceError):
        logger.warning("a heartbeat cannot be recorded", extra={"heartbeat": name})
        return False
    return True


def record_task(sender, **unused) -> None:
    """Records a task that has run, if its age has a limit. A receiver of Celery's `task_success`."""
    name = settings.HEARTBEATS.get(sender.name)
    if name:
        record(name)


def forget_recorded() -> None:
    """Has this process record every name again at once."""
    _recorded.clear()


def ages() -> dict[str, float]:
    """Returns for each name the seconds since its last heartbeat, by the database's clock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, extract(epoch FROM clock_timestamp() - at)::float8 FROM operations_heartbeat")
        return dict(cursor.fetchall())


def clock_difference() -> float:
    """Returns how many seconds the clock of a worker differs from the database's: the largest recent one."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(max(abs(clock_difference_seconds)), 0) FROM operations_heartbeat "
            "WHERE at > clock_timestamp() - make_interval(secs => %s)",
            [RECENT_SECONDS],
        )
        return cursor.fetchone()[0]


def latest(name: str) -> Heartbeat | None:
    """Returns the last heartbeat of `name`, if there is one."""
    return Heartbeat.objects.filter(pk=name).first()
