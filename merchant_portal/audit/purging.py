"""Security events whose time is over: their sealed blocks are emptied whole, oldest first."""

import time
from datetime import timedelta

import pgtrigger
from django.conf import settings
from django.db import transaction

from merchant_portal import clock
from merchant_portal.audit import recording
from merchant_portal.audit.events import AuditLogEvent, Retention
from merchant_portal.audit.models import AuditBlock, AuditEvent

SECONDS = 20  # then the worker is needed for mail again; the next run goes on


def purge() -> int:
    """Removes the security events of every block that has none younger than AUDIT_SECURITY_DAYS.

    The blocks stay, and with them the chain. Returns the number of events; what was removed is itself recorded.
    """
    over = clock.now() - timedelta(days=settings.AUDIT_SECURITY_DAYS)
    ends, removed, emptied = time.monotonic() + SECONDS, 0, None
    blocks = AuditBlock.objects.filter(retention=Retention.SECURITY.value, number__gt=_last_purged())
    for block in blocks.order_by("number").iterator():
        if time.monotonic() > ends or block.newest_at and block.newest_at >= over:
            break
        removed += _empty(block)
        emptied = block
    if removed:
        recording.record(AuditLogEvent.PURGED, target=emptied, by="audit.purge", number=emptied.number, events=removed)
    return removed


def _last_purged() -> int:
    newest = AuditEvent.objects.filter(code=AuditLogEvent.PURGED.code).order_by("-pk").first()
    return newest.data["number"] if newest else 0


def _empty(block: AuditBlock) -> int:
    mine = AuditEvent.objects.filter(retention=block.retention, pk__gt=block.after_id, pk__lte=block.upto_id)
    with transaction.atomic(), pgtrigger.ignore("audit.AuditEvent:append_only"):
        return mine.delete()[0]
