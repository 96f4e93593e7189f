"""Sealing what was recorded: blocks that hang together, one chain for each retention.

Not at the insert, which would queue up every sign-in, but some minutes later. A block covers a range of ids, so no
event may come to light inside it afterwards: an id is assigned when a row is written, and the row is visible when its
transaction commits, which may be much later. Whoever writes events holds a lock on their table from before the id is
drawn until the commit. So: note the newest id, note who holds such a lock, and wait until all of those have let go.
Nobody waits for us.
"""

import hashlib
import json
import logging
import time
from collections.abc import Iterable
from datetime import UTC, datetime

from django.db import connection, transaction
from django.db.models import Max

from merchant_portal import clock, crypto
from merchant_portal.audit.events import Retention
from merchant_portal.audit.models import AuditBlock, AuditEvent

logger = logging.getLogger(__name__)

PURPOSE = "audit"
EVENTS_A_ROUND = 5_000
WAIT_SECONDS = 5  # for writers, who take milliseconds; after that the next run tries anew
LOOK_EVERY_SECONDS = 0.05

WRITERS = """
    SELECT virtualtransaction FROM pg_locks
    WHERE relation = 'audit_auditevent'::regclass AND mode = 'RowExclusiveLock' AND granted
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
      AND pid IS DISTINCT FROM pg_backend_pid()
"""


def _text_of(moment: datetime | None) -> str | None:
    return moment and moment.astimezone(UTC).isoformat()


def _plain(facts: list) -> bytes:
    return json.dumps(facts, sort_keys=True, separators=(",", ":")).encode()


def hash_of(events: Iterable[AuditEvent]) -> str:
    """Returns the hash over all that the events say, in their order."""
    found = hashlib.sha256()
    for row in events:
        found.update(_plain([row.pk, _text_of(row.at), row.code, row.retention, row.by_id, row.target, row.data]))
        found.update(b"\n")
    return found.hexdigest()


def signed_part(block: AuditBlock) -> bytes:
    """Returns what the seal of a block is made over: everything else in it."""
    times = [_text_of(block.newest_at), _text_of(block.sealed_at)]
    covered = [block.retention, block.number, block.after_id, block.upto_id, block.events, block.events_hash]
    return _plain([*covered, *times, block.before])


def writers() -> set[str]:
    """Returns the transactions of others that may still bring events to light."""
    with connection.cursor() as cursor:
        cursor.execute(WRITERS)
        return {row[0] for row in cursor.fetchall()}


def settled_id(wait_seconds: float = WAIT_SECONDS) -> int | None:
    """Returns an id up to which every event is there for good; None if somebody wrote for longer than we wait."""
    newest = AuditEvent.objects.aggregate(newest=Max("pk"))["newest"] or 0
    writing, ends = writers(), time.monotonic() + wait_seconds
    while writing:
        if time.monotonic() > ends:
            return None
        time.sleep(LOOK_EVERY_SECONDS)
        writing &= writers()
    return newest


def seal(*, wait_seconds: float = WAIT_SECONDS) -> int:
    """Seals what is recorded and not sealed yet. Returns the number of events."""
    upto_id, sealed = settled_id(wait_seconds), 0
    if upto_id is None:
        logger.warning("audit not sealed: a transaction has been writing for %s seconds", wait_seconds)
        return 0
    while count := _seal_round(upto_id):
        sealed += count
    return sealed


def _seal_round(upto_id: int) -> int:
    with transaction.atomic():
        with connection.cursor() as cursor:  # one sealer at a time
            cursor.execute("LOCK TABLE audit_auditblock IN SHARE ROW EXCLUSIVE MODE")
        heads = {kept: AuditBlock.objects.filter(retention=kept.value).order_by("number").last() for kept in Retention}
        after_id = max(head.upto_id if head else 0 for head in heads.values())
        number = 1 + max(head.number if head else 0 for head in heads.values())
        unsealed = AuditEvent.objects.filter(pk__gt=after_id, pk__lte=upto_id).order_by("pk")
        events = list(unsealed[:EVENTS_A_ROUND])
        if not events:
            return 0
        for kept, head in heads.items():
            mine = [event for event in events if event.retention == kept.value]
            block = AuditBlock(retention=kept.value, number=number, after_id=after_id, upto_id=events[-1].pk)
            _write(block, mine, head)
    return len(events)


def _write(block: AuditBlock, events: list[AuditEvent], head: AuditBlock | None) -> None:
    block.events, block.events_hash = len(events), hash_of(events)
    block.newest_at = max((event.at for event in events), default=None)
    block.before, block.sealed_at = head.seal if head else "", clock.now()
    block.key_id, block.seal = crypto.sign(PURPOSE, signed_part(block))
    block.save(force_insert=True)
    # a copy outside of the database: who rewrites the chain from some block on cannot rewrite the log
    logger.info("audit sealed", extra={"retention": block.retention, "number": block.number, "seal": block.seal})
