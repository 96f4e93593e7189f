"""P32: the sign-in page says why a session is over, to the browser that held it, and leads back to its page."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import timezone

from accounts.models import Session, User
from accounts.models.session import row_key
from tests.accounts.test_password_change import change
from tests.accounts.test_session import is_in
from tests.accounts.test_sign_in_begin import ADDRESS, sign_in
from tests.accounts.test_staff_sign_in import enrol

PAGE = "/security/password/?x=1"


def shown(client, path=PAGE):
    """Returns the word and the way back in the address to which somebody is led."""
    led = urlsplit(client.get(path)["Location"])
    assert led.path == "/sign-in/"
    query = parse_qs(led.query)
    return query.get("ended", [None])[0], query.get("next", [None])[0]


def rest(minutes):
    Session.objects.update(last_seen_at=timezone.now() - timedelta(minutes=minutes, seconds=1))


def test_a_session_that_rested_says_so_and_for_how_long(signed_in, settings):
    rest(settings.IDLE_MINUTES)
    assert shown(signed_in) == ("idle", PAGE)
    assert "after 30 minutes without activity" in signed_in.get("/sign-in/?ended=idle").content.decode()


def test_a_session_that_was_ended_says_so(signed_in):
    Session.objects.all().delete()
    assert shown(signed_in) == ("elsewhere", PAGE)
    assert "ended from another browser" in signed_in.get("/sign-in/?ended=elsewhere").content.decode()


def test_a_session_from_before_a_change_of_the_password_says_so(signed_in, another_browser, mailbox):
    sign_in(another_browser)
    another_browser.post("/sign-in/code/", {"code": mailbox.latest(to=ADDRESS).code})
    change(another_browser)
    assert shown(signed_in) == ("changed", PAGE)
    assert "password or another sign-in detail" in signed_in.get("/sign-in/?ended=changed").content.decode()


def test_a_session_from_before_a_change_leaves_the_cookie_to_the_browser_that_made_it(signed_in):
    """A request that was under way meanwhile must not take away the cookie that the change just set."""
    User.objects.update(security_stamp="another")
    assert "session" not in signed_in.get(PAGE).cookies


def test_who_signs_out_reads_so_and_nothing_else(signed_in):
    page = signed_in.post("/sign-out/", follow=True)
    assert page.redirect_chain == [("/sign-in/?ended=out", 302)]
    assert "You are signed out." in page.content.decode() and ADDRESS not in page.content.decode()
    assert shown(signed_in) == (None, PAGE)


def test_strangers_learn_nothing(client, db):
    assert shown(client) == (None, PAGE)


def test_a_made_up_cookie_is_answered_like_an_ended_session(client, db):
    client.cookies["session"] = "a" * 32
    assert shown(client) == ("elsewhere", PAGE)


def test_a_sign_in_under_way_is_no_ended_session(client, olive):
    sign_in(client)
    assert shown(client) == (None, PAGE)


@pytest.mark.parametrize("word", ["", "2", "IDLE", "<b>", "\x00", "out&ended=oh"])
def test_other_words_say_nothing(client, db, word):
    page = client.get("/sign-in/", {"ended": word})
    assert page.status_code == 200 and "<b>" not in page.content.decode()
    assert 'class="notice' not in page.content.decode()


@pytest.mark.parametrize("word", ["1", "idle", "elsewhere", "changed", "out"])
def test_saying_why_writes_no_session_and_sets_no_session_cookie(client, db, word, django_assert_num_queries):
    with django_assert_num_queries(0):
        page = client.get(f"/sign-in/?ended={word}")
    assert 'class="notice' in page.content.decode() and "session" not in page.cookies


def test_signing_in_again_returns_to_the_page(signed_in, mailbox, settings):
    rest(settings.IDLE_MINUTES)
    led = signed_in.get(PAGE)["Location"]
    assert f'value="{PAGE}"' in signed_in.get(led).content.decode()
    sign_in(signed_in, next=PAGE)
    assert signed_in.post("/sign-in/code/", {"code": mailbox.latest(to=ADDRESS).code})["Location"] == PAGE


def test_a_form_sent_too_late_returns_to_its_page(signed_in):
    Session.objects.all().delete()
    sent_from = {"HTTP_REFERER": "http://testserver/application/company/"}
    led = signed_in.post("/application/company/", {}, **sent_from)["Location"]
    assert led == "/sign-in/?next=%2Fapplication%2Fcompany%2F&ended=elsewhere"


@pytest.mark.parametrize("page", ["https://evil.example/x/", "//evil.example/x/", "nonsense", "", "http://[broken"])
def test_a_form_sent_from_elsewhere_returns_to_no_page(signed_in, page):
    Session.objects.all().delete()
    assert signed_in.post("/application/company/", {}, HTTP_REFERER=page)["Location"] == "/sign-in/?ended=elsewhere"


def test_staff_are_led_to_their_own_door_from_every_page(client, rita, settings):
    enrol(client)
    rest(settings.STAFF_IDLE_MINUTES)
    led = client.get("/security/password/")["Location"]
    assert led.startswith("/admin/sign-in/") and led.endswith("ended=idle")
    assert "after 15 minutes without activity" in client.get(led).content.decode()


def test_staff_who_sign_out_read_so_at_their_own_door(client, rita):
    enrol(client)
    page = client.post("/sign-out/", follow=True)
    assert page.redirect_chain[-1][0] == "/admin/sign-in/?ended=out" and "You are signed out." in page.content.decode()


def test_t68_an_ended_session_is_out_on_its_next_request_and_the_other_stays(signed_in, another_browser, mailbox):
    sign_in(another_browser)
    another_browser.post("/sign-in/code/", {"code": mailbox.latest(to=ADDRESS).code})
    Session.objects.filter(session_key=row_key(signed_in.cookies["session"].value)).delete()
    assert shown(signed_in)[0] == "elsewhere" and is_in(another_browser)
    assert User.objects.get().is_active
