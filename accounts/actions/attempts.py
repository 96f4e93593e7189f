"""Spending attempts. One statement on the database's clock takes an attempt or refuses it; parallel requests cannot
win an extra one. `consume` commits on its own: inside a caller's transaction it is an error."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from django.conf import settings
from django.db import connection, transaction

from accounts.models.attempt import AttemptRecord
from accounts.models.browser import Browser
from merchant_portal import clock, crypto

# Whoever keeps an account locked must not flood its owner: so many notices of locks an hour and a day.
NOTICES_PER_HOUR, NOTICES_PER_DAY = (2, timedelta(hours=1)), (5, timedelta(days=1))
# A person has codes sent to addresses and numbers that nobody proved to be theirs: so many, wherever they go.
TO_CONTACTS_PER_HOUR, TO_CONTACTS_PER_DAY = (10, timedelta(hours=1)), (20, timedelta(days=1))


class Limit(Enum):
    """What is counted. Each kind knows its limits and how long the try that empties it locks, if at all."""

    PASSWORD = "password"  # noqa: S105 - the name of a limit
    STEP_UP = "step_up"
    LOCK_NOTICES = "lock_notices"
    SENDS_BY_ANYONE = "sends_by_anyone"
    SENDS_FROM_KNOWN_BROWSER = "sends_from_known"
    SENDS_AFTER_PASSWORD = "sends_after_password"  # noqa: S105
    SENDS_TO_CONTACTS = "sends_to_contacts"

    @property
    def limits(self) -> tuple[tuple[int, timedelta], tuple[int, timedelta]]:
        """Returns two limits, each so many attempts in such a time, the longer time last; they may be equal."""
        hour, day, lock = timedelta(hours=1), timedelta(days=1), timedelta(minutes=settings.LOCK_MINUTES)
        return {
            Limit.PASSWORD: ((settings.LOCK_AFTER_FAILURES, lock),) * 2,
            Limit.STEP_UP: ((settings.STEP_UP_PER_HOUR, hour), (settings.STEP_UP_PER_DAY, day)),
            Limit.LOCK_NOTICES: (NOTICES_PER_HOUR, NOTICES_PER_DAY),
            Limit.SENDS_TO_CONTACTS: (TO_CONTACTS_PER_HOUR, TO_CONTACTS_PER_DAY),
        }.get(self, ((settings.SENDS_PER_HOUR, hour),) * 2)

    @property
    def lock(self) -> timedelta | None:
        """Returns for how long the last attempt locks the key; None: until its oldest attempt ages out."""
        return timedelta(minutes=settings.LOCK_MINUTES) if self is Limit.PASSWORD else None


def longest_window() -> timedelta:
    """Returns after what time at the latest a try counts no more, whatever its kind."""
    return max(window for kind in Limit for _size, window in kind.limits)


@dataclass(frozen=True)
class Attempt:
    """One attempt that was taken. It names its time, so that a stale refund hits nothing."""

    kind: Limit
    key: str
    consumed_at: datetime
    locked_until: datetime | None


# The attempts that still count: younger than the window, and made after the last lock ended.
_RECENT = """ARRAY(
    SELECT t FROM unnest(b.consumed_at) AS t
    WHERE t > clock_timestamp() - %(window)s::interval AND t > coalesce(b.locked_until, '-infinity') ORDER BY t)"""
_BURST = _RECENT.replace("%(window)s", "%(burst_window)s")
CONSUME = f"""
    INSERT INTO accounts_attemptrecord AS b (kind, key, consumed_at, locked_until, touched_at)
    VALUES (%(kind)s, %(key)s, ARRAY[clock_timestamp()],
            CASE WHEN %(size)s <= 1 THEN clock_timestamp() + %(lock)s::interval END, clock_timestamp())
    ON CONFLICT (kind, key) DO UPDATE SET
        consumed_at = {_RECENT} || EXCLUDED.consumed_at,
        locked_until = CASE WHEN cardinality({_RECENT}) + 1 >= %(size)s
                            THEN clock_timestamp() + %(lock)s::interval END,
        touched_at = clock_timestamp()
    WHERE coalesce(b.locked_until <= clock_timestamp(), true)
      AND cardinality({_RECENT}) < %(size)s AND cardinality({_BURST}) < %(burst)s
    RETURNING consumed_at[cardinality(consumed_at)], locked_until
"""  # noqa: S608 - built of constants
# A refund gives back that one try, and opens the lock if that try set it.
REFUND = """
    UPDATE accounts_attemptrecord SET consumed_at = array_remove(consumed_at, %(consumed_at)s), locked_until = NULL
    WHERE kind = %(kind)s AND key = %(key)s AND %(consumed_at)s = ANY(consumed_at)
      AND locked_until IS NOT DISTINCT FROM %(locked_until)s
"""
REFUND_BESIDE_A_LOCK = """
    UPDATE accounts_attemptrecord SET consumed_at = array_remove(consumed_at, %(consumed_at)s)
    WHERE kind = %(kind)s AND key = %(key)s AND %(consumed_at)s = ANY(consumed_at)
"""


def limit_key(text: str) -> str:
    """Returns the key under which `text` (an address, a person's id) is counted; the text is not stored."""
    return crypto.limit_key(text)


def password_key(email_key: str, browser: Browser | None = None) -> str:
    """Returns what wrong passwords for an address count on: a known browser has its own, all others share one."""
    return limit_key(f"{email_key}|{browser.pk}" if browser else email_key)


def committing():
    """Returns a transaction that really commits: inside another one, whose rollback would give a try back, it raises.

    Raises RuntimeError there.
    """
    return transaction.atomic(durable=True, savepoint=False)


def consume(kind: Limit, key: str) -> Attempt | None:
    """Takes one attempt of `kind` for `key` and commits it. Returns None when none is left."""
    with committing():
        return consume_within(kind, key)


def consume_within(kind: Limit, key: str) -> Attempt | None:
    """Takes one attempt in the caller's transaction, whose rollback gives it back: for what is undone by it as well.

    Returns None when none is left. Never for secrets that are checked: those use `consume`.
    """
    (burst, burst_window), (size, window) = kind.limits
    values = {"kind": kind.value, "key": key, "lock": kind.lock}
    values |= {"size": size, "window": window, "burst": burst, "burst_window": burst_window}
    with connection.cursor() as cursor:
        cursor.execute(CONSUME, values)
        row = cursor.fetchone()
    return Attempt(kind, key, *row) if row else None


def refund(attempt: Attempt) -> None:
    """Gives back exactly this attempt: nothing if it no longer counts."""
    values = vars(attempt) | {"kind": attempt.kind.value}
    with connection.cursor() as cursor:
        cursor.execute(REFUND if attempt.locked_until else REFUND_BESIDE_A_LOCK, values)


def next_attempt_at(kind: Limit, key: str) -> datetime | None:
    """Returns when the next attempt of `kind` is possible, or None if one is possible now."""
    row = AttemptRecord.objects.filter(kind=kind.value, key=key).first()
    if row is None:
        return None
    now = clock.now()
    if row.locked_until:
        return row.locked_until if row.locked_until > now else None
    ends = []
    for size, window in kind.limits:
        counting = [at for at in row.consumed_at if at > now - window]
        if len(counting) >= size:
            ends.append(counting[-size] + window)
    return max(ends, default=None)


def clear(kind: Limit, *keys: str) -> int:
    """Removes every attempt of `kind` for `keys`. Returns how many records held attempts."""
    return AttemptRecord.objects.filter(kind=kind.value, key__in=keys).exclude(consumed_at=[]).delete()[0]
