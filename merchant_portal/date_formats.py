"""How points in time are written for people, in pages and in mails.

Every function takes an aware datetime, moves it to the current time zone and
writes it in the active language. Deadlines always name their zone, because a
merchant and the operator rarely sit in the same one.
"""

import re
from datetime import date, datetime
from typing import NamedTuple

from django.utils import dateformat, timezone
from django.utils.translation import get_language, gettext

from merchant_portal.clock import now


class Style(NamedTuple):
    """Patterns of one language, in the letters of Django's date format."""

    day: str
    short_day: str
    weekday: str
    short_weekday: str
    zone: str  # around the name of the zone after a clock time
    glue: str  # between the day and the clock time
    logged_year: str  # on a line of its own, in narrow columns
    logged_time: str


STYLES = {
    "en": Style("j F Y", "j F", "l j F Y", "l j F", "{} ({})", ", ", "Y", "D H:i"),
    # The weekday comes after the day, in brackets: a sentence says "до", "с" or "было" before it.
    "ru": Style("j E Y года", "j E", "j E Y года (D)", "j E (D)", "{} ({})", ", ", "Y", "D, H:i"),
    "zh": Style("Y年n月j日", "n月j日", "Y年n月j日（l）", "n月j日（l）", "{}（{}）", "", "Y年", "l H:i"),
}


def _style():
    return STYLES.get((get_language() or "en")[:2], STYLES["en"])


def _local(value):
    return timezone.localtime(value) if isinstance(value, datetime) else value


def _written(value, pattern):
    text = dateformat.format(_local(value), pattern)
    # Django's Russian catalogue writes weekdays with a capital letter, as
    # calendars do; within a sentence Russian does not.
    return text.lower() if _style() is STYLES["ru"] else text


def zone(value):
    """Name the zone as a distance from GMT: "GMT+8", "GMT+5:30", "GMT"; in Russian, Moscow time is "МСК"."""
    if _style() is STYLES["ru"] and timezone.get_current_timezone_name() == "Europe/Moscow":
        return "МСК"
    minutes = int(timezone.localtime(value).utcoffset().total_seconds()) // 60
    if not minutes:
        return "GMT"
    hours, rest = divmod(abs(minutes), 60)
    sign = "+" if minutes > 0 else "−"
    return f"GMT{sign}{hours}:{rest:02}" if rest else f"GMT{sign}{hours}"


def hour(value):
    """Write the clock time without its zone: "10:42"."""
    return f"{timezone.localtime(value):%H:%M}"


def clock(value):
    """Write the clock time with its zone: "10:42 (GMT+8)"."""
    return _style().zone.format(hour(value), zone(value))


def clock_seconds(value):
    """Write the clock time to the second, for codes and waits: "10:32:05"."""
    return f"{timezone.localtime(value):%H:%M:%S}"


def day(value: datetime | date):
    """Write the day: "26 November 2026", "2026年11月26日"."""
    return _written(value, _style().day)


def short_day(value: datetime | date):
    """Write the day without the year: "26 November", "11月26日"."""
    return _written(value, _style().short_day)


def weekday(value: datetime | date):
    """Write the day with its weekday: "Thursday 26 November 2026"."""
    return _written(value, _style().weekday)


def short_weekday(value: datetime | date):
    """Write the weekday and day without the year: "Thursday 26 November"."""
    return _written(value, _style().short_weekday)


def recent(value):
    """Write a time that is not far away: "today, 10:32", "24 November, 10:32"."""
    if timezone.localdate(value) == timezone.localdate(now()):
        return gettext("today, {hour}").format(hour=hour(value))
    return (_style().glue or " ").join((_written(value, _style().short_day), hour(value)))


def deadline(value):
    """Write a near deadline, its zone beside it: "Thursday 26 November, 18:00", "11月26日（星期四）18:00"."""
    return short_weekday(value) + _style().glue + hour(value)


class Logged(NamedTuple):
    """A moment in the narrow column of a list, piece by piece; each has a line."""

    day: str
    cut_day: str  # where a month written in full is too wide
    year: str  # empty in the current one
    time: str


def logged(value):
    """Write a moment for a narrow column: "26 November" or "26 Nov", the year unless it is this one, "Thu 10:32"."""
    style, day = _style(), _written(value, _style().short_day)
    is_this_year = timezone.localdate(value).year == timezone.localdate(now()).year
    return Logged(
        day=day,
        cut_day=re.sub(r"(?<= )(\w{3})\w+", r"\1", day),
        year="" if is_this_year else _written(value, style.logged_year),
        time=_written(value, style.logged_time),
    )


def moment_space():
    """Return what separates the two pieces: Chinese needs nothing."""
    return " " if _style().glue else ""


def moment_parts(value):
    """Return the two pieces of a moment that must not break inside."""
    return (
        weekday(value) + _style().glue.rstrip(),
        f"{hour(value)} {zone(value)}",
    )


def moment(value):
    """Write day, weekday, clock time and zone in full.

    "Thursday 26 November 2026, 18:00 GMT+8",
    "26 ноября 2026 года (чт), 18:00 МСК",
    "2026年11月26日（星期四）18:00 GMT+8".
    """
    return moment_space().join(moment_parts(value))
