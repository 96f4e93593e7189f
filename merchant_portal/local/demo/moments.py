"""When things happened in the demo world, counted back from now."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from merchant_portal.calendars.business_days import due_after, is_business_day

LONGEST_AGO = 40  # days that are looked back
OPENS = time(9, 40)  # when people send what is not sent today


def ago(**length) -> datetime:
    """Returns the moment so long ago."""
    return timezone.now() - timedelta(**length)


def business_day(offset: int):
    """Returns the business day that is `offset` of them from today; 0 is today, or the first one after it."""
    day = timezone.localdate()
    while not is_business_day(day):
        day += timedelta(days=1)
    step = timedelta(days=1 if offset > 0 else -1)
    while offset:
        day += step
        offset -= (offset > 0) - (offset < 0) if is_business_day(day) else 0
    return day


def on(offset: int, hour: int, minute: int = 0) -> datetime:
    """Returns a moment of the business day that is `offset` of them from today."""
    return timezone.make_aware(datetime.combine(business_day(offset), time(hour, minute)))


def sent_to_be_due(offset: int, *, within: int, minute: int = 0) -> datetime:
    """Returns when something was sent that is due `offset` business days from today, if it is due `within` such days.

    Not later than now: what could only be sent tomorrow is sent just now. `minute` spreads several of a day.
    """
    wanted, today = business_day(offset), timezone.localdate()
    for days in range(LONGEST_AGO):
        day = today - timedelta(days=days)
        noon = timezone.make_aware(datetime.combine(day, time(12)))
        if due_after(noon, within).date() <= wanted:
            if days == 0:
                return ago(minutes=12 + minute)
            return timezone.make_aware(datetime.combine(day, OPENS)) + timedelta(minutes=7 * minute)
    return ago(days=LONGEST_AGO)
