"""Messages that left long ago, or never will."""

from datetime import timedelta

from merchant_portal import batches, clock
from merchant_portal.messaging.models import Message, SmsDay

KEPT = timedelta(days=90)


def remove_old() -> dict[str, int]:
    """Removes old messages, but none that waits to be sent, in batches. Returns how many rows of each kind are gone."""
    before = clock.now() - KEPT
    over = {
        "messages": Message.objects.filter(created_at__lt=before).exclude(status=Message.Status.WAITING),
        "sms_days": SmsDay.objects.filter(day__lt=before.date()),
    }
    return {name: batches.delete(rows) for name, rows in over.items()}
