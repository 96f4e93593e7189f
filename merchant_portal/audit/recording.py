from django.db.models import Model

from merchant_portal.audit.events import AuditedEvent
from merchant_portal.audit.models import AuditEvent


def name_of(thing) -> str:
    """Returns how the audit names a row: `accounts.user:17`."""
    return f"{thing._meta.label_lower}:{thing.pk}" if isinstance(thing, Model) else str(thing or "")


def record(event: AuditedEvent, *, target=None, by=None, **facts) -> AuditEvent:
    """Writes one event in the caller's transaction and returns it.

    Arguments: `event`, a declared one; `target`, the row it is about; `by`, the person who did it, the name of
    a command or task, or None for somebody unknown; `facts`, exactly the declared keys.
    Raises ValueError when the keys are not the declared ones.
    """
    if set(facts) != event.keys:
        raise ValueError(f"{event.code} declares {sorted(event.keys)}, not {sorted(facts)}")
    return AuditEvent.objects.create(
        code=event.code,
        retention=event.retention.value,
        by_id=str(by.pk) if isinstance(by, Model) else (by or ""),
        target=name_of(target),
        data=facts,
    )
