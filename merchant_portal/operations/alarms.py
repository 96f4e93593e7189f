"""Alarms of operation: mailed to ALARM_EMAIL once per kind and hour, and shown on Today and by `doctor`.

An alarm is open until it is resolved, or was not raised again for a day. When worker and beat are dead nobody sends
mail: `doctor` and `/readyz/` say so then.
"""

import logging

from django.db import connection, transaction
from django.db.models import QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from merchant_portal.messaging import outbox
from merchant_portal.operations.emails import AlarmEmail
from merchant_portal.operations.models import Alarm

logger = logging.getLogger(__name__)

OPEN_FOR = timezone.timedelta(days=1)

RAISE = """
    INSERT INTO operations_alarm AS a (kind, text, began_at, raised_at)
    VALUES (%(kind)s, %(text)s, clock_timestamp(), clock_timestamp())
    ON CONFLICT (kind) DO UPDATE
    SET text = EXCLUDED.text, raised_at = clock_timestamp(), resolved_at = NULL,
        began_at = CASE WHEN a.resolved_at IS NULL THEN a.began_at ELSE clock_timestamp() END
    RETURNING id
"""  # the row is locked from here to the end of the transaction: of two at once, one mails
TAKE_MAIL = """
    UPDATE operations_alarm SET mailed_at = clock_timestamp()
    WHERE id = %s AND (mailed_at IS NULL OR mailed_at <= clock_timestamp() - interval '1 hour')
"""


def raise_alarm(kind: str, text: str, *, by_mail: bool = True) -> None:
    """Opens the alarm `kind`, as in `file.lost`, or raises it again, with `text` of at most 500 characters.

    `by_mail` is False for trouble with mail itself, which is logged as critical instead. Joins the caller's
    transaction if there is one.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(RAISE, {"kind": kind, "text": text[:500]})
        alarm_id = cursor.fetchone()[0]
        cursor.execute(TAKE_MAIL, [alarm_id])
        is_first_this_hour = cursor.rowcount == 1
        if is_first_this_hour and by_mail:
            outbox.send(AlarmEmail, alarm_id)
    if is_first_this_hour:
        logger.critical("alarm: %s", text, extra={"alarm": kind})


def resolve(*kinds: str) -> int:
    """Closes the open alarms of `kinds`. Returns their number."""
    return Alarm.objects.filter(kind__in=kinds, resolved_at__isnull=True).update(resolved_at=Now())


def open_alarms() -> QuerySet[Alarm]:
    """Returns what is open, the latest first."""
    return Alarm.objects.filter(resolved_at__isnull=True, raised_at__gt=Now() - OPEN_FOR).order_by("-raised_at", "kind")
