"""How many text messages may leave a day: in all, and to each country calling code."""

from django.conf import settings
from django.db import connection
from django.utils import timezone

from merchant_portal import clock
from merchant_portal.messaging.models import SmsDay

ALL = ""  # all countries together

# Both places or none: what could be taken is undone with the caller's transaction when the other is gone.
TAKE = """
    INSERT INTO messaging_smsday AS d (day, prefix, taken)
    SELECT (clock_timestamp() AT TIME ZONE %(zone)s)::date, prefix, 1
    FROM unnest(ARRAY['', %(prefix)s]) AS prefix ORDER BY prefix
    ON CONFLICT (day, prefix) DO UPDATE SET taken = d.taken + 1
    WHERE d.taken < CASE d.prefix WHEN '' THEN %(all)s ELSE %(each)s END
    RETURNING prefix
"""


class CapReached(Exception):
    """The day's text messages are used up. The text says which."""


def take(prefix: str) -> None:
    """Takes one of today's text messages to the country calling code `prefix`, such as "86".

    Called in the transaction that notes the outcome: what does not leave is not counted, and raises CapReached
    through it. Until that ends, the next text message waits: they leave one after another.
    """
    values = {"zone": settings.TIME_ZONE, "prefix": prefix}
    values |= {"all": settings.SMS_DAILY_CAP, "each": settings.SMS_PREFIX_DAILY_CAP}
    with connection.cursor() as cursor:
        cursor.execute(TAKE, values)
        taken = {row[0] for row in cursor.fetchall()}
    if ALL not in taken:
        raise CapReached("daily cap reached")
    if prefix not in taken:
        raise CapReached(f"daily cap of +{prefix} reached")


def taken_today() -> int:
    """Returns how many text messages left today."""
    today = SmsDay.objects.filter(day=timezone.localdate(clock.now()), prefix=ALL).first()
    return today.taken if today else 0
