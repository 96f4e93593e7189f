"""P28: one sentence of state and one action for each part of an account's security."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Browser, User
from tests.accounts.security import signed_in_from, text_of
from tests.accounts.test_sign_in_begin import ADDRESS, sign_in
from tests.accounts.test_staff_sign_in import enrol
from tests.accounts.test_statement_counts import statements
from tests.factories import confirmed_owner

PAGE = "/security/"


def set_on(person, **facts):
    User.objects.filter(pk=person.pk).update(**facts)


@pytest.mark.parametrize(
    "days, expected", [(0, "Changed today."), (1, "Changed 1 day ago."), (41, "Changed 41 days ago.")]
)
def test_the_age_of_the_password(signed_in, olive, days, expected):
    set_on(olive, password_changed_at=timezone.now() - timedelta(days=days))
    assert expected in text_of(signed_in)


def test_a_password_that_was_given_was_never_changed(signed_in, olive):
    set_on(olive, password_changed_at=None)
    assert "Never changed." in text_of(signed_in)


def test_channels_stand_in_their_rank_and_mail_is_called_basic(signed_in, olive, settings):
    settings.SMS_URL = "mailbox:"
    assert "Email (basic) to o••@f•••.example" in text_of(signed_in) and "Text message" not in text_of(signed_in)
    set_on(olive, phone_confirmed_at=timezone.now())
    page = text_of(signed_in)
    assert page.index("Text message") < page.index("Email (basic)")


def test_addresses_of_the_second_step_are_masked(signed_in, olive):
    page = text_of(signed_in)
    assert "•••• 00" in page and olive.phone not in page and "not confirmed" in page


def test_without_trust_every_sign_in_asks_for_a_code(signed_in):
    page = text_of(signed_in)
    assert "You have no trusted browsers. Every sign-in asks for a code." in page
    assert "Second step required at every sign-in" in page


def test_trusted_browsers_are_counted_and_named(signed_in, mailbox):
    signed_in_from(mailbox, trust_browser="on")
    page = text_of(signed_in)
    assert "1 browser skips the second step." in page and "Safari, Mac OS X" in page and "trusted until" in page


def test_only_browsers_of_todays_security_stamp_are_shown(signed_in):
    Browser.objects.update(stamp="another", trusted_until=timezone.now() + timedelta(days=1))
    page = text_of(signed_in)
    assert "skips the second step" not in page and "Every sign-in asks for a code." in page


def test_a_person_alone_reads_that_there_are_no_other_sessions(signed_in):
    page = text_of(signed_in)
    assert "You are signed in here only. There are no other sessions." in page and "End all other sessions" not in page


def test_three_of_each_are_shown_and_the_rest_is_a_link_away(signed_in, mailbox):
    for number in range(4):
        signed_in_from(mailbox, address=f"198.51.{number}.4")
    page = text_of(signed_in)
    assert "You have 5 active sessions." in page
    assert page.count("· active") == 3 and page.count("· last sign-in") == 3
    assert text_of(signed_in, f"{PAGE}sessions/").count("· active") == 5


def test_the_last_sign_in_and_the_last_failed_try(signed_in, another_browser):
    assert "Last failed attempt none in 90 days" in text_of(signed_in)
    sign_in(another_browser, password="guess")
    page = text_of(signed_in)
    assert "Last failed attempt today," in page and "Last sign-in today," in page and "Wrong password" in page


def test_staff_see_the_page_without_what_merchants_alone_have(client, rita):
    enrol(client)
    page = text_of(client)
    assert "Authenticator app on since" in page and "Browsers" in page
    for word in ("trusted", "Trusted", "Email (basic)", "Text message", "recovery codes"):
        assert word not in page


def test_nothing_of_another_person_is_shown(signed_in, another_browser, mailbox):
    sam = confirmed_owner("Sam", "sam@hilltop.example")
    sign_in(another_browser, email=sam.email)
    another_browser.post("/sign-in/code/", {"code": mailbox.latest(to=sam.email).code})
    assert "You are signed in here only." in text_of(signed_in)
    assert ADDRESS in text_of(signed_in) and ADDRESS not in text_of(another_browser)


def test_every_part_is_reached_from_here_and_the_page_from_the_account_menu(signed_in):
    page = signed_in.get(PAGE).content.decode()
    for part in ("password", "app", "recovery-codes", "browsers", "sessions", "history", "email", "phone"):
        assert f'href="{PAGE}{part}/"' in page
    assert f'<a href="{PAGE}">Security</a>' in signed_in.get("/application/").content.decode()


def test_looking_changes_nothing_and_is_kept_by_no_cache(signed_in):
    assert signed_in.post(PAGE).status_code == 405
    assert "no-store" in signed_in.get(PAGE)["Cache-Control"]


def test_after_a_new_password_this_page_says_so(signed_in):
    fields = {"current_password": "a quiet walk at noon", "new_password": "another walk at dusk"}
    answer = signed_in.post(f"{PAGE}password/", fields | {"new_password_again": "another walk at dusk"})
    assert answer["Location"] == PAGE and "Your password has been changed." in text_of(signed_in)


def test_what_it_costs_does_not_grow(signed_in, mailbox):
    before = len(statements(lambda: signed_in.get(PAGE)))
    for number in range(3):
        signed_in_from(mailbox, address=f"198.51.{number}.4")
    assert len(statements(lambda: signed_in.get(PAGE))) == before == 11
