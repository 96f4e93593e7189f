from datetime import datetime

import pytest
from django.utils import timezone

from merchant_portal.calendars.business_days import days_between, due_after


def at(text: str) -> datetime:
    return timezone.make_aware(datetime.fromisoformat(text))


@pytest.mark.parametrize(
    "start, days, due",
    [
        ("2026-11-23 10:32", 3, "2026-11-26 18:00"),  # Monday to Thursday
        ("2026-11-23 23:59", 3, "2026-11-26 18:00"),
        ("2026-11-26 10:00", 3, "2026-12-01 18:00"),  # over a weekend
        ("2026-11-28 10:00", 1, "2026-11-30 18:00"),  # sent on a Saturday
        ("2026-11-27 10:00", 1, "2026-11-30 18:00"),
    ],
)
def test_a_promise_ends_on_a_business_day(start, days, due):
    assert due_after(at(start), days) == at(due)


@pytest.mark.parametrize(
    "start, end, days",
    [
        ("2026-11-23 10:00", "2026-11-23 18:00", 0),
        ("2026-11-23 10:00", "2026-11-26 18:00", 3),
        ("2026-11-27 10:00", "2026-11-30 09:00", 1),
        ("2026-11-30 10:00", "2026-11-27 09:00", -1),
    ],
)
def test_days_between_count_business_days_only(start, end, days):
    assert days_between(at(start), at(end)) == days


def test_the_day_is_the_sites_not_universal_time(settings):
    late_in_shanghai = at("2026-11-23 23:30")  # still the 23rd there, whatever the server's zone
    assert due_after(late_in_shanghai, 1) == at("2026-11-24 18:00")
