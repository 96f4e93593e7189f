"""Section 1 of the pages: a notice before the session ends for lack of use, and a button that keeps it."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Session, User
from tests.accounts.test_session import is_in
from tests.accounts.test_sign_in_begin import sign_in
from tests.accounts.test_staff_sign_in import enrol
from tests.accounts.test_statement_counts import statements

STAY = "/security/stay/"


def rest(**resting):
    Session.objects.update(last_seen_at=timezone.now() - timedelta(**resting))


def told_on(page) -> tuple[int, int]:
    """Returns in how many seconds the page says the session ends, and how long before that it says so."""
    found = re.search(r'data-left="(\d+)" data-warning="(\d+)" hidden', page.content.decode())
    return int(found[1]), int(found[2])


def test_every_page_knows_when_the_session_ends(signed_in):
    for path in ("/application/", "/help/", "/security/", "/nowhere/"):
        left, warning = told_on(signed_in.get(path))
        assert 1795 < left <= 1800 and warning == 120


def test_the_end_counts_from_when_the_person_was_last_noted(signed_in):
    rest(seconds=50)
    assert 1745 < told_on(signed_in.get("/application/"))[0] <= 1750
    rest(seconds=70)
    assert told_on(signed_in.get("/application/"))[0] > 1795


def test_a_page_that_everybody_may_see_keeps_no_session(signed_in):
    rest(minutes=20)
    assert 595 < told_on(signed_in.get("/help/"))[0] <= 600


@pytest.mark.parametrize("minutes, warning", [(1, 30), (2, 60), (30, 120)])
def test_the_warning_comes_at_least_twenty_seconds_before_the_end(signed_in, settings, minutes, warning):
    settings.IDLE_MINUTES = minutes
    assert told_on(signed_in.get("/application/"))[1] == warning >= 20


def test_staff_rest_for_a_shorter_time_and_have_the_notice_in_the_console(client, rita):
    enrol(client)
    left, warning = told_on(client.get("/admin/"))
    assert 895 < left <= 900 and warning == 120


def test_staying_keeps_the_session_and_says_until_when(signed_in):
    rest(minutes=29)
    answer = signed_in.post(STAY).json()
    assert 1795 < answer["left"] <= 1800 and answer["final"] is False
    assert re.fullmatch(r"You will be signed out at \d\d:\d\d \(GMT\+8\)\.", answer["said"])
    assert timezone.now() - Session.objects.get().last_seen_at < timedelta(seconds=5)


def test_staying_counts_even_within_the_minute(signed_in):
    rest(seconds=30)
    assert signed_in.post(STAY).json()["left"] > 1795


def test_nobody_stays_longer_than_a_session_may_last(signed_in):
    Session.objects.update(expire_date=timezone.now() + timedelta(seconds=90))
    answer = signed_in.post(STAY).json()
    assert 85 < answer["left"] <= 90 and answer["final"] is True
    assert re.search(r'action="/security/stay/" hidden', signed_in.get("/application/").content.decode())


def test_a_session_that_is_over_cannot_be_kept(signed_in):
    rest(minutes=31)
    assert signed_in.post(STAY)["Location"].startswith("/sign-in/")
    assert not is_in(signed_in)


def test_looking_keeps_nothing_and_strangers_have_nothing_to_keep(signed_in, client, olive):
    assert signed_in.get(STAY).status_code == 405
    client.cookies.clear()
    for prepare in (lambda: None, lambda: sign_in(client)):
        prepare()
        assert client.post(STAY)["Location"].startswith("/sign-in/")
        assert 'id="idle"' not in client.get("/help/").content.decode()


def test_who_has_to_change_the_password_may_take_the_time(signed_in):
    User.objects.update(must_change_password=True)
    assert signed_in.post(STAY).status_code == 200


def test_what_it_costs(signed_in):
    rest(minutes=5)
    assert len(statements(lambda: signed_in.post(STAY))) <= 4
    assert len(statements(lambda: signed_in.get("/help/"))) == 1


def test_the_help_prints_how_long_a_session_may_rest_and_last(client, db, settings):
    settings.IDLE_MINUTES, settings.SESSION_HOURS = 17, 9
    page = client.get("/help/").content.decode()
    assert "after 17 minutes without activity" in page and "After 9 hours, you always need to sign in again" in page
