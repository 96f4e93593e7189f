"""Recomputing the whole audit: is every sealed event what it was, is every block there?"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta

from django.conf import settings
from django.db.models import Count, Min, Q

from merchant_portal import clock, crypto
from merchant_portal.audit.events import Retention
from merchant_portal.audit.models import AuditBlock, AuditEvent
from merchant_portal.audit.sealing import PURPOSE, hash_of, signed_part

PAGE = 1_000  # blocks
UNSEALED_AT_MOST = timedelta(hours=1)  # longer than any transaction that holds up sealing should last


class Broken(Exception):
    """The audit is not what it was. The text names the first wrong block."""


@dataclass
class Chain:
    """What was found of one retention."""

    retention: Retention
    blocks: int = 0
    events: int = 0
    purged: int = 0  # blocks whose events are gone because their time is over
    unsealed: int = 0
    head: AuditBlock | None = None
    keys: set[str] = field(default_factory=set)

    def broken(self, number: int, why: str) -> Broken:
        return Broken(f"{self.retention.value} block {number}: {why}")


def verify() -> list[Chain]:
    """Recomputes every block of every chain. Returns what was found. Raises Broken for the first that is wrong."""
    chains = [_verify(retention) for retention in Retention]
    newest = max((chain.head.number for chain in chains if chain.head), default=0)
    for chain in chains:
        if newest and (chain.head is None or chain.head.number != newest):
            number = chain.head.number + 1 if chain.head else 1
            raise chain.broken(number, "is missing, but other blocks sealed at the same time exist")
    return chains


def _verify(retention: Retention) -> Chain:
    chain = Chain(retention)
    for block in _blocks(retention):
        _check_place(chain, block)
        _check_seal(chain, block)
        mine = AuditEvent.objects.filter(retention=retention.value, pk__gt=block.after_id, pk__lte=block.upto_id)
        _check_events(chain, block, list(mine.order_by("pk")))
        chain.head, chain.blocks = block, chain.blocks + 1
    _check_rest(chain)
    return chain


def _blocks(retention: Retention) -> Iterator[AuditBlock]:
    number = -1
    while page := AuditBlock.objects.filter(retention=retention.value, number__gt=number).order_by("number")[:PAGE]:
        yield from page
        number = page[len(page) - 1].number


def _check_place(chain: Chain, block: AuditBlock) -> None:
    head = chain.head
    if head is None and (block.before or block.after_id):
        raise chain.broken(block.number - 1, "is missing, as are all blocks before it")
    if head is not None and block.number != head.number + 1:
        raise chain.broken(head.number + 1, "is missing")
    if head is not None and (block.before, block.after_id) != (head.seal, head.upto_id):
        raise chain.broken(block.number, "doesn't continue where the previous block ends")


def _check_seal(chain: Chain, block: AuditBlock) -> None:
    try:
        right = crypto.is_signed(PURPOSE, signed_part(block), key_id=block.key_id, signature=block.seal)
    except crypto.UnknownKey:
        raise chain.broken(
            block.number, f"its key {block.key_id} is not in FIELD_KEYS; list it again, behind the others"
        ) from None
    if not right:
        raise chain.broken(block.number, "was changed")
    chain.keys.add(block.key_id)


def _check_events(chain: Chain, block: AuditBlock, events: list[AuditEvent]) -> None:
    if not events and block.events and _is_over(block):
        chain.purged += 1
        return
    if len(events) != block.events:
        what = "were removed" if len(events) < block.events else "were put in"
        raise chain.broken(block.number, f"events {what}: {block.events} were sealed, {len(events)} are there")
    if hash_of(events) != block.events_hash:
        raise chain.broken(block.number, "an event was changed, or one was put in another's place")
    chain.events += len(events)


def _is_over(block: AuditBlock) -> bool:
    """Returns whether the events of a block may be gone by now."""
    kept = timedelta(days=settings.AUDIT_SECURITY_DAYS)
    return block.retention == Retention.SECURITY.value and block.newest_at < clock.now() - kept


def _check_rest(chain: Chain) -> None:
    sealed = Q(pk__gt=0, pk__lte=chain.head.upto_id if chain.head else 0)
    rest = AuditEvent.objects.filter(retention=chain.retention.value).exclude(sealed)
    found = rest.aggregate(count=Count("pk"), oldest=Min("at"))
    chain.unsealed, oldest = found["count"], found["oldest"]
    if oldest and oldest < clock.now() - UNSEALED_AT_MOST:
        number = chain.head.number + 1 if chain.head else 1
        raise chain.broken(
            number, f"is missing: {chain.unsealed} events have been waiting to be sealed since {oldest:%Y-%m-%d %H:%M}"
        )


def check_head(text: str) -> None:
    """Raises Broken unless the block that `text` names (`security:12:3fa9…`) still has that seal."""
    retention, _colon, rest = text.partition(":")
    number, _colon, seal = rest.partition(":")
    found = number.isdigit() and AuditBlock.objects.filter(retention=retention, number=number, seal=seal).exists()
    if not found:
        raise Broken(f"{retention} block {number}: is missing, or its seal differs from the one given")
