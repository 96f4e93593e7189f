import re
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.actions import attempts
from accounts.models import AttemptRecord
from merchant_portal.audit.models import AuditEvent
from tests.accounts.test_sign_in_begin import ADDRESS, sign_in, without_tokens

NOBODY = "nobody@fernhill.example"


def lock(client, email=ADDRESS):
    return [sign_in(client, email=email, password=f"guess {number}") for number in range(6)]


def test_the_sixth_try_is_refused_with_its_clock_time(client, olive, settings):
    answers = lock(client)
    assert [answer.status_code for answer in answers] == [200] * 5 + [429]
    assert 0 < int(answers[-1]["Retry-After"]) <= settings.LOCK_MINUTES * 60
    opens = attempts.next_attempt_at(attempts.Limit.PASSWORD, attempts.limit_key(ADDRESS))
    assert f"{timezone.localtime(opens):%H:%M}" in answers[-1].content.decode()


def test_known_and_unknown_addresses_lock_alike_and_at_the_same_try(client, another_browser, olive):
    known, unknown = lock(client), lock(another_browser, NOBODY)
    assert [a.status_code for a in known] == [a.status_code for a in unknown]
    pages = [answer.content.decode().replace(ADDRESS, NOBODY) for answer in (known[-1], unknown[-1])]
    assert without_times(pages[0]) == without_times(pages[1])


def without_times(text: str) -> str:
    """The two locks begin a moment apart."""
    return without_tokens(re.sub(r"\d\d:\d\d(:[\d.]+)?", "…", text))


def test_a_right_password_is_refused_too_while_the_lock_lasts(client, olive):
    lock(client)
    assert sign_in(client).status_code == 429


def test_trying_during_a_lock_does_not_prolong_it(client, olive):
    lock(client)
    until = AttemptRecord.objects.get(kind="password").locked_until
    sign_in(client)
    assert AttemptRecord.objects.get(kind="password").locked_until == until


def test_the_lock_opens_by_itself(client, olive):
    lock(client)
    earlier = timezone.now() - timedelta(minutes=16)
    AttemptRecord.objects.filter(kind="password").update(locked_until=earlier, consumed_at=[earlier] * 5)
    assert sign_in(client)["Location"] == "/sign-in/code/"


def test_one_lock_is_recorded_once(client, olive):
    lock(client)
    lock(client)
    assert AuditEvent.objects.filter(code="accounts.password_locked").count() == 1
    assert AuditEvent.objects.filter(code="accounts.password_refused").count() == 4


def test_right_passwords_are_not_counted(client, olive):
    for _ in range(5):  # the hour's codes
        sign_in(client)
    assert sign_in(client, password="wrong").status_code == 200


def test_right_passwords_at_the_wrong_door_are_counted_like_wrong_ones(client, rita):
    answers = [sign_in(client, email="rita@portal.example") for _ in range(6)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [429]


@pytest.mark.parametrize("limit", ["2/minute"])
def test_one_network_is_limited_whatever_the_address(client, db, network_limit, limit):
    network_limit("sign_in", limit)
    answers = [sign_in(client, email=f"person{number}@fernhill.example", password="x") for number in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert 0 < int(answers[-1]["Retry-After"]) <= 120
    assert sign_in(client, email="x@fernhill.example", password="x").status_code == 429


def test_another_network_is_not_held_up(client, db, network_limit):
    network_limit("sign_in", "1/minute")
    sign_in(client, password="x")
    other = client.post("/sign-in/", {"email": ADDRESS, "password": "x"}, REMOTE_ADDR="203.0.113.9")
    assert other.status_code == 200
