"""P28: where a person is signed in; one other session ends, or all others."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Browser, Session, User
from accounts.models.session import row_key
from merchant_portal.audit.models import AuditEvent
from tests.accounts.security import FIREFOX, SAFARI, browser, signed_in_from, text_of
from tests.accounts.test_password_change import change
from tests.accounts.test_session import is_in
from tests.accounts.test_statement_counts import statements
from tests.factories import confirmed_owner
from tests.onboarding.judged import sign_in as sign_in_as

PAGE = "/security/sessions/"


@pytest.fixture
def laptop(olive, mailbox):
    return signed_in_from(mailbox, FIREFOX, "203.0.113.77")


@pytest.fixture
def phone(laptop, mailbox):
    return signed_in_from(mailbox, SAFARI, "198.51.100.4")


def key_of(client) -> str:
    return row_key(client.cookies["session"].value)


def test_this_one_comes_first_and_is_labelled(laptop, phone):
    for client, first, second in ((laptop, "Firefox", "Safari"), (phone, "Safari", "Firefox")):
        page = text_of(client, PAGE)
        assert page.index(first) < page.index("This browser") < page.index("active now") < page.index(second)
        assert page.count("This browser") == 1


def test_each_tells_browser_network_activity_and_how_it_was_opened(laptop, phone):
    Session.objects.filter(pk=key_of(phone)).update(last_seen_at=timezone.now() - timedelta(minutes=12))
    page = text_of(laptop, PAGE)
    assert "Firefox, Windows This browser 203.0.113.x · active now" in page
    assert "Safari, Mac OS X 198.51.100.x · active today," in page
    assert page.count("confirmed by: Email code") == 2 and page.count("at the latest") == 2


def test_a_trusted_browser_is_named_as_the_way_in(laptop, mailbox):
    trusted = signed_in_from(mailbox, SAFARI, trust_browser="on")
    trusted.post("/sign-out/")
    trusted.post("/sign-in/", {"email": "olive@fernhill.example", "password": "a quiet walk at noon"})
    assert "confirmed by: Trusted browser" in text_of(laptop, PAGE)


def test_t68_an_ended_one_is_out_on_its_next_request_and_reads_why(laptop, phone):
    answer = laptop.post(PAGE, {"session": key_of(phone)})
    assert answer["Location"] == PAGE and "The session has ended." in text_of(laptop, PAGE)
    assert phone.get("/application/")["Location"].endswith("ended=elsewhere")
    assert is_in(laptop)


def test_all_others_end_and_this_one_stays(laptop, phone, mailbox):
    third = signed_in_from(mailbox)
    assert laptop.post(PAGE, {"others": "1", "next": "/security/"})["Location"] == "/security/"
    assert [is_in(client) for client in (laptop, phone, third)] == [True, False, False]
    assert "There are no other sessions." in text_of(laptop, PAGE)


def test_it_is_recorded_with_their_number(laptop, phone, olive):
    laptop.post(PAGE, {"others": "1"})
    event = AuditEvent.objects.get(code="accounts.sessions_ended")
    assert (event.target, event.data) == (f"accounts.user:{olive.pk}", {"count": 1})


def test_the_rows_name_no_cookie(laptop, phone):
    page = laptop.get(PAGE).content.decode()
    assert key_of(phone) in page
    for client in (laptop, phone):
        assert client.cookies["session"].value not in page


def test_the_key_of_a_row_is_worth_nothing_as_a_cookie(laptop, phone):
    stranger = browser()
    stranger.cookies["session"] = key_of(phone)
    assert not is_in(stranger)


def test_this_one_does_not_end_here(laptop, phone):
    assert laptop.post(PAGE, {"session": key_of(laptop)}).status_code == 404
    assert is_in(laptop)


def test_another_persons_session_is_not_there(laptop, mailbox):
    sam, client = confirmed_owner("Sam", "sam@hilltop.example"), browser()
    sign_in_as(client, sam, mailbox)
    assert client.post(PAGE, {"session": key_of(laptop)}).status_code == 404
    client.post(PAGE, {"others": "1"})
    assert is_in(laptop) and is_in(client)


@pytest.mark.parametrize("made_up", ["", "x", "a" * 40, "9" * 400, "\x00", "' OR 1=1", "ключ"])
def test_a_made_up_session_is_not_there(laptop, phone, made_up):
    assert laptop.post(PAGE, {"session": made_up}).status_code == 404
    assert laptop.post(PAGE, {}).status_code == 404 and is_in(phone)


def test_looking_ends_nothing_and_strangers_neither(laptop, phone, client):
    laptop.get(f"{PAGE}?others=1&session={key_of(phone)}")
    assert client.post(PAGE, {"others": "1"})["Location"].startswith("/sign-in/")
    assert is_in(phone)


@pytest.mark.parametrize("facts", [{"last_seen_at": timedelta(minutes=-31)}, {"expire_date": timedelta(seconds=-1)}])
def test_one_that_is_over_is_not_shown(laptop, phone, facts):
    Session.objects.filter(pk=key_of(phone)).update(**{name: timezone.now() + by for name, by in facts.items()})
    assert "There are no other sessions." in text_of(laptop, PAGE)


def test_one_of_an_old_security_stamp_is_not_shown(laptop, phone):
    change(laptop)
    assert "There are no other sessions." in text_of(laptop, PAGE)


def test_it_is_shown_through_a_change_of_the_secret_key(laptop, phone, settings):
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "n" * 50, [settings.SECRET_KEY]
    assert is_in(laptop) and "You have 2 active sessions." in text_of(laptop, PAGE)


def test_one_whose_browser_was_forgotten_is_still_there(laptop, phone):
    Browser.objects.filter(label__startswith="Safari").delete()
    assert "Unknown browser – · active" in text_of(laptop, PAGE)
    laptop.post(PAGE, {"session": key_of(phone)})
    assert not is_in(phone)


def test_a_sign_in_under_way_is_no_session(laptop, olive):
    browser().post("/sign-in/", {"email": olive.email, "password": "a quiet walk at noon"})
    assert "There are no other sessions." in text_of(laptop, PAGE) and User.objects.count() == 1


def test_what_it_costs_does_not_grow(laptop, phone, mailbox):
    before = len(statements(lambda: laptop.get(PAGE)))
    signed_in_from(mailbox)
    assert len(statements(lambda: laptop.get(PAGE))) == before == 3
