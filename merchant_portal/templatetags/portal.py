"""Filters that all templates share: times, and the language of the page."""

import re
from math import ceil

from django import template
from django.forms.utils import flatatt
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language

from merchant_portal import cleaning, date_formats, form_ids, masking
from merchant_portal.clock import now
from merchant_portal.site import about_site, html_language

register = template.Library()
register.simple_tag(about_site)  # for pages that no context processor serves


@register.simple_tag
def html_lang(code=None):
    """Return a language, by default the active one, as the lang attribute wants it."""
    return html_language(code or get_language() or "en")


@register.simple_tag(takes_context=True)
def form_id(context):
    """Write the hidden field that makes two presses of one form one, for the person who is signed in."""
    person = getattr(context.get("request"), "user", None)
    return format_html('<input type="hidden" name="form_id" value="{}">', form_ids.new(person and person.pk))


@register.simple_tag
def today():
    """Write today's date with its weekday."""
    return date_formats.weekday(timezone.localdate(now()))


def _element(value, text):
    stamp = timezone.localtime(value) if hasattr(value, "hour") else value
    return format_html('<time datetime="{}">{}</time>', stamp.isoformat(), text)


def _time(value, write):
    return _element(value, write(value)) if value else ""


@register.filter
def clock(value):
    """Write "10:42 (GMT+8)" as a time element."""
    return _time(value, date_formats.clock)


@register.filter
def hour(value):
    """Write "10:42" as a time element, where the zone is shown elsewhere."""
    return _time(value, date_formats.hour)


@register.filter
def clock_seconds(value):
    """Write "10:32:05" as a time element."""
    return _time(value, date_formats.clock_seconds)


@register.filter
def day(value):
    """Write "26 November 2026" as a time element."""
    return _time(value, date_formats.day)


@register.filter
def short_day(value):
    """Write "26 November" as a time element."""
    return _time(value, date_formats.short_day)


@register.filter
def weekday(value):
    """Write "Thursday 26 November 2026" as a time element."""
    return _time(value, date_formats.weekday)


@register.filter
def short_weekday(value):
    """Write "Thursday 26 November" as a time element."""
    return _time(value, date_formats.short_weekday)


@register.filter
def deadline(value):
    """Write "Thursday 26 November, 18:00" as a time element, its zone beside it. A day keeps its month."""
    return _time(value, lambda moment: re.sub(r"(\d) (?=\D)", "\\1\xa0", date_formats.deadline(moment)))


@register.filter
def recent(value):
    """Write "10:32", or "24 November, 10:32" for another day, as a time element."""
    return _time(value, date_formats.recent)


@register.filter
def logged(value):
    """Write the lines of a moment in the date column of a list; on narrow screens the month is cut short."""
    if not value:
        return ""
    day, cut_day, year, time = date_formats.logged(value)
    pattern = "<span>{}</span>" if day == cut_day else '<span class="wide">{}</span><abbr class="narrow">{}</abbr>'
    lines = ((line,) for line in (year, time) if line)
    return _element(
        value, format_html(pattern, day, cut_day) + format_html_join("", ' <span class="meta">{}</span>', lines)
    )


@register.filter
def moment(value):
    """Write day, weekday, clock and zone as a time element.

    The two halves are spans, so that a line may break between them only.
    """
    if not value:
        return ""
    spans = ((part,) for part in date_formats.moment_parts(value))
    return _element(value, format_html_join(date_formats.moment_space(), "<span>{}</span>", spans))


@register.filter
def zone(value):
    """Write "GMT+8"."""
    return value and date_formats.zone(value)


register.filter("attributes", flatatt)  # of a field: one call instead of a template node for each
register.filter("spaced_phone", masking.spaced_phone)
register.filter("readable_address", cleaning.readable_address)

# The same for mails and attributes, where an element would be noise.
register.filter("clock_text", date_formats.clock)
register.filter("clock_seconds_text", date_formats.clock_seconds)
register.filter("day_text", date_formats.day)
register.filter("moment_text", date_formats.moment)


@register.filter
def whole_times(text):
    """Keep "9:00–18:00" on one line, wherever an operator wrote it."""
    pieces = re.split(r"(\d{1,2}:\d\d\s?[–-]\s?\d{1,2}:\d\d)", str(text))
    patterns = ("{}", '<span class="whole">{}</span>')
    return format_html_join("", "{}", ((format_html(patterns[i % 2], piece),) for i, piece in enumerate(pieces)))


@register.filter
def seconds_left(value):
    """Count the seconds until a moment by our clock, since the visitor's may be wrong."""
    return max(0, ceil((value - now()).total_seconds())) if value else 0
