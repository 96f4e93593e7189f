"""How moments are written: in sentences, and in the date column of a list."""

import zoneinfo
from datetime import UTC, datetime

import pytest
import time_machine
from django.utils import timezone, translation

from merchant_portal import date_formats
from merchant_portal.templatetags.portal import logged

SHANGHAI = timezone.get_fixed_timezone(480)


@pytest.fixture(autouse=True)
def late_in_2026():
    with time_machine.travel(datetime(2026, 12, 1, tzinfo=UTC)), timezone.override(SHANGHAI):
        yield


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("en", '<span class="wide">26 November</span><abbr class="narrow">26 Nov</abbr> <span class="meta">Thu 18:00'),
        ("ru", '<span class="wide">26 ноября</span><abbr class="narrow">26 ноя</abbr> <span class="meta">чт, 18:00'),
        ("zh-hans", '<span>11月26日</span> <span class="meta">星期四 18:00'),
    ],
)
def test_this_year_is_not_named(language, written):
    with translation.override(language):
        text = logged(datetime(2026, 11, 26, 10, tzinfo=UTC))
    assert text == f'<time datetime="2026-11-26T18:00:00+08:00">{written}</span></time>'


@pytest.mark.parametrize(("language", "year"), [("en", "2025"), ("ru", "2025"), ("zh-hans", "2025年")])
def test_another_year_has_a_line_of_its_own(language, year):
    with translation.override(language):
        assert f'<span class="meta">{year}</span>' in logged(datetime(2025, 11, 26, 10, tzinfo=UTC))


def test_the_year_is_that_of_the_readers_zone():
    assert "2025" not in logged(datetime(2025, 12, 31, 17, tzinfo=UTC))


def test_a_short_month_is_written_once():
    assert "abbr" not in logged(datetime(2026, 5, 26, tzinfo=UTC))


def test_no_moment_is_no_text():
    assert logged(None) == ""


@pytest.mark.parametrize(
    ("language", "in_full", "near"),
    [
        ("en", "Thursday 26 November 2026, 18:00 GMT+8", "Thursday 26 November, 18:00"),
        ("ru", "26 ноября 2026 года (чт), 18:00 GMT+8", "26 ноября (чт), 18:00"),
        ("zh-hans", "2026年11月26日（星期四）18:00 GMT+8", "11月26日（星期四）18:00"),
    ],
)
def test_a_moment_fits_into_a_sentence(language, in_full, near):
    with translation.override(language):
        value = datetime(2026, 11, 26, 10, tzinfo=UTC)
        assert (date_formats.moment(value), date_formats.deadline(value)) == (in_full, near)


@pytest.mark.parametrize(
    ("language", "zone", "written"),
    [
        ("ru", "Europe/Moscow", "МСК"),
        ("ru", "Europe/Istanbul", "GMT+3"),
        ("en", "Europe/Moscow", "GMT+3"),
        ("zh-hans", "Europe/Moscow", "GMT+3"),
    ],
)
def test_moscow_time_has_its_russian_name(language, zone, written):
    with translation.override(language), timezone.override(zoneinfo.ZoneInfo(zone)):
        assert date_formats.zone(datetime(2026, 11, 26, 10, tzinfo=UTC)) == written
