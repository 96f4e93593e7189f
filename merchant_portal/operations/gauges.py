"""What is measured against a limit: the ages of what waits and of what should have run, and the clocks.

Apps above register their own in AppConfig.ready, as onboarding does with documents in checking.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.db import connection

from merchant_portal.operations import heartbeats

NEVER = math.inf  # the age of what has not run since the portal was installed
MISSED_SWEEPS = 3  # a sweep that is set to run rarely is behind after this many


@dataclass(frozen=True)
class Gauge:
    """One thing to measure. `limit` names the setting with the seconds that it may reach."""

    group: str  # the line of `doctor`
    name: str
    limit: str
    measure: Callable[[], float]  # seconds


@dataclass(frozen=True)
class Reading:
    """What a gauge showed, in seconds."""

    gauge: Gauge
    seconds: float
    limit: float

    @property
    def is_behind(self) -> bool:
        return self.seconds > self.limit

    @property
    def key(self) -> str:
        """Returns the gauge's name in JSON and as the kind of an alarm, as in `messages.mail`."""
        return f"{self.gauge.group}.{self.gauge.name}"

    def __str__(self):
        return f"{self.gauge.name} {readable(self.seconds)}"


_registered: dict[tuple[str, str], Gauge] = {}


def register(group: str, name: str, limit: str, measure: Callable[[], float]) -> None:
    """Adds a gauge: `measure` returns seconds, which may reach the setting named `limit`."""
    _registered[group, name] = Gauge(group, name, limit, measure)


def register_own() -> None:
    """Adds the gauges of this layer: messages, sweeps, the seal, beat and the clocks."""
    for name, channel in (("mail", "mail"), ("texts", "sms")):
        register("messages", name, "MESSAGE_OVERDUE_SECONDS", _oldest_due(channel))
    for name in settings.SWEEPS:
        register("sweeps", name, "SWEEP_OVERDUE_SECONDS", _since(f"sweep.{name}"))
    register("beat", "beat", "BEAT_OVERDUE_SECONDS", _since("beat"))
    register("seal", "seal", "SEAL_OVERDUE_SECONDS", _since("seal"))
    register("clocks", "worker", "CLOCK_DIFFERENCE_SECONDS", heartbeats.clock_difference)


def read() -> list[Reading]:
    """Measures everything. Raises the database's errors.

    What has never run is not late while the installation is younger than its limit.
    """
    installed_for = heartbeats.ages().get(heartbeats.INSTALLED, NEVER)
    return [_reading(gauge, installed_for) for gauge in _registered.values()]


def _reading(gauge: Gauge, installed_for: float) -> Reading:
    seconds, limit = gauge.measure(), _limit(gauge)
    is_too_new = seconds == NEVER and installed_for <= limit
    return Reading(gauge, 0.0 if is_too_new else seconds, limit)


def readable(seconds: float) -> str:
    """Returns `seconds` for an operator: "never", "0.4 s", "35 s" or "12 min"."""
    if seconds == NEVER:
        return "never"
    if seconds >= 600:
        return f"{seconds / 60:.0f} min"
    return f"{seconds:.0f} s" if seconds >= 10 else f"{seconds:.1f} s"


def _limit(gauge: Gauge) -> float:
    limit = getattr(settings, gauge.limit)
    return max(limit, MISSED_SWEEPS * settings.SWEEP_SECONDS) if gauge.group == "sweeps" else limit


def _since(heartbeat: str) -> Callable[[], float]:
    return lambda: heartbeats.ages().get(heartbeat, NEVER)


def _oldest_due(channel: str) -> Callable[[], float]:
    def measure() -> float:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT greatest(extract(epoch FROM clock_timestamp() - min(due_at)), 0)::float8 "
                "FROM messaging_message WHERE status = 'waiting' AND channel = %s",
                [channel],
            )
            return cursor.fetchone()[0] or 0.0

    return measure
