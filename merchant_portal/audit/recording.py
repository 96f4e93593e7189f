from collections.abc import Iterable

from django.db.models import Model

from merchant_portal.audit.events import AuditedEvent
from merchant_portal.audit.models import AuditEvent
from merchant_portal.statements import insert

HISTORY_ROWS = 200


def name_of(thing) -> str:
    """Returns how the audit names a row: `accounts.user:17`. A proxy model has the name of its concrete model."""
    if isinstance(thing, Model):
        return f"{thing._meta.concrete_model._meta.label_lower}:{thing.pk}"
    return str(thing or "")


def record(event: AuditedEvent, *, target=None, by=None, **facts) -> AuditEvent:
    """Writes one event in the caller's transaction and returns it.

    Arguments: `event`, a declared one; `target`, the row it is about; `by`, the person who did it, the name of
    a command or task, or None for somebody unknown; `facts`, exactly the declared keys.
    Raises ValueError when the keys are not the declared ones.
    """
    if set(facts) != event.keys:
        raise ValueError(f"{event.code} declares {sorted(event.keys)}, not {sorted(facts)}")
    who = str(by.pk) if isinstance(by, Model) else (by or "")
    return insert(
        AuditEvent(code=event.code, retention=event.retention.value, by_id=who, target=name_of(target), data=facts)
    )


def history_of(*things: Model, events: Iterable[AuditedEvent] = ()) -> list[AuditEvent]:
    """Returns what is on record about the rows, newest first; only `events`, if any are named."""
    rows = AuditEvent.objects.filter(target__in=[name_of(thing) for thing in things])
    codes = [event.code for event in events]
    return list((rows.filter(code__in=codes) if codes else rows).order_by("-id")[:HISTORY_ROWS])


def newest_of(thing: Model, *, events: Iterable[AuditedEvent]) -> AuditEvent | None:
    """Returns what was recorded last about the row, of `events` only, or None."""
    codes = [event.code for event in events]
    return AuditEvent.objects.filter(target=name_of(thing), code__in=codes).order_by("-id").first()
