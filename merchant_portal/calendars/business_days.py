"""Business days: what a promise is counted in."""

from datetime import datetime, time, timedelta

from django.utils import timezone

END_OF_DAY = time(18)  # until when a day's promise is kept, in the site's time zone
SATURDAY = 5


def is_business_day(day) -> bool:
    """Returns whether `day` is a working day: Monday to Friday."""
    return day.weekday() < SATURDAY


def due_after(start: datetime, days: int) -> datetime:
    """Returns the end of the `days`th business day after `start`, in the site's time zone.

    The day of `start` itself is not counted, so that what is sent in the evening is not a day shorter.
    """
    day = timezone.localtime(start).date()
    while days > 0:
        day += timedelta(days=1)
        days -= is_business_day(day)
    return timezone.make_aware(datetime.combine(day, END_OF_DAY))


def days_between(start: datetime, end: datetime) -> int:
    """Returns the business days that begin after `start` and up to `end`; negative when `end` is before `start`."""
    first, last = timezone.localtime(start).date(), timezone.localtime(end).date()
    if last < first:
        return -days_between(end, start)
    return sum(is_business_day(first + timedelta(days=number)) for number in range(1, (last - first).days + 1))
