"""From readings to alarms."""

from merchant_portal.operations import alarms, gauges

MAIL_ITSELF = {"messages.mail", "sweeps.mail"}  # no mail can tell of these

_PHRASES = {
    "messages": "The oldest message due over {name} has waited for {age} (limit {limit}).",
    "checking": "The oldest of the {name} in checking has waited for {age} (limit {limit}).",
    "sweeps": "The sweep of {name} last ran {age} ago (limit {limit}): is its worker running?",
    "beat": "Beat's last task ran {age} ago (limit {limit}): are beat and the worker of its queue running?",
    "seal": "The audit was last sealed {age} ago (limit {limit}).",
    "clocks": "The clocks of a {name} and of the database differ by {age} (limit {limit}).",
}
_NEVER = {
    "sweeps": "The sweep of {name} has never run (limit {limit}): is its worker running?",
    "beat": "No task of beat has ever run (limit {limit}): are beat and the worker of its queue running?",
    "seal": "The audit has never been sealed (limit {limit}).",
}


def describe(reading: gauges.Reading) -> str:
    """Returns one English sentence about a reading that is behind its limit."""
    phrases = _NEVER if reading.seconds == gauges.NEVER else _PHRASES
    phrase = phrases.get(reading.gauge.group, "{name}: {age} (limit {limit}).")
    return phrase.format(name=reading.gauge.name, age=gauges.readable(reading.seconds), limit=_limit(reading))


def check() -> list[gauges.Reading]:
    """Raises an alarm for each reading behind its limit and resolves those of the others. Returns what is behind."""
    readings = gauges.read()
    behind = [reading for reading in readings if reading.is_behind]
    for reading in behind:
        alarms.raise_alarm(_kind(reading), describe(reading), by_mail=reading.key not in MAIL_ITSELF)
    alarms.resolve(*(_kind(reading) for reading in readings if not reading.is_behind))
    return behind


def report() -> dict:
    """Returns what `/readyz/` shows: whether anything is behind, and each age with its limit, in seconds."""
    readings = gauges.read()
    ages = {
        reading.key: {
            "seconds": None if reading.seconds == gauges.NEVER else round(reading.seconds, 1),
            "limit_seconds": reading.limit,
        }
        for reading in readings
    }
    return {"behind": [reading.key for reading in readings if reading.is_behind], "ages": ages}


def _kind(reading: gauges.Reading) -> str:
    return f"behind.{reading.key}"


def _limit(reading: gauges.Reading) -> str:
    return gauges.readable(reading.limit)
