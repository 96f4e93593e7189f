"""P28: what happened to an account in the last 90 days, failures and changes too, 25 lines a page."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from accounts import history
from accounts.events import AccountEvent
from merchant_portal.audit import recording as audit
from tests.accounts.security import FIREFOX, SAFARI, browser, signed_in_from, text_of
from tests.accounts.test_password_change import NEW, change
from tests.accounts.test_sign_in_begin import ADDRESS, sign_in
from tests.accounts.test_sign_in_lock import lock
from tests.accounts.test_statement_counts import statements
from tests.factories import confirmed_owner

PAGE = "/security/history/"


def refuse(person, number=0):
    audit.record(AccountEvent.PASSWORD_REFUSED, target=person, browser=f"Browser {number}", network="203.0.113.x")


def older(page: str) -> str | None:
    found = re.search(r'href="(\?before=\d+)"', page)
    return found and PAGE + found[1]


def test_a_sign_in_tells_time_method_browser_and_network(olive, mailbox):
    client = signed_in_from(mailbox, FIREFOX, "203.0.113.77")
    page = text_of(client, PAGE)
    assert "Signed in new browser Email code Firefox, Windows 203.0.113.x" in page and "203.0.113.77" not in page
    assert "last 90 days, times in GMT+8" in page and "today," in page
    page = client.get(PAGE).content.decode()
    assert "<caption>" in page and page.count('scope="col"') == 5 and "<time " in page


def test_a_known_and_a_trusted_browser_are_not_called_new(olive, mailbox):
    client = signed_in_from(mailbox, trust_browser="on")
    client.post("/sign-out/")
    sign_in(client)
    page = text_of(client, PAGE)
    assert page.count("new browser") == 1 and page.index("Trusted browser") < page.index("new browser")


def test_failed_tries_are_shown_with_where_they_came_from(signed_in):
    lock(browser(SAFARI, "198.51.100.4"))
    page = text_of(signed_in, PAGE)
    assert page.count("Wrong password Safari, Mac OS X 198.51.100.x –") == 4
    assert page.count("Wrong password, sign-in locked Safari, Mac OS X") == 1


def test_wrong_codes_are_shown_with_the_way_they_were_asked_for(signed_in, another_browser):
    sign_in(another_browser)
    another_browser.post("/sign-in/code/", {"code": "000000"})
    assert "Wrong code Email code" in text_of(signed_in, PAGE)


def test_changes_of_the_account_are_shown(signed_in, mailbox):
    signed_in_from(mailbox)
    signed_in.post("/security/sessions/", {"others": "1"})
    signed_in.post("/security/browsers/", {"all": "1"})
    change(signed_in)
    page = text_of(signed_in, PAGE)
    lines = ["Password changed", "2 browsers removed", "1 session ended", "Signed in"]
    assert [page.index(line) for line in lines] == sorted(page.index(line) for line in lines)


@pytest.mark.parametrize("event", [*history.FAILED, *history.CHANGES], ids=lambda event: event.code)
def test_each_kind_of_event_has_its_words(signed_in, olive, event):
    facts = dict.fromkeys(event.keys, "") | ({"count": 2} if "count" in event.keys else {})
    audit.record(event, target=olive, **facts)
    line = history.entries_of(olive)[0]
    assert line.result and line.has_failed is (event in history.FAILED)
    assert line.result in text_of(signed_in, PAGE)


def test_what_was_not_me_leads_to_a_new_password(signed_in):
    for path in (PAGE, "/security/"):
        assert 'href="/security/password/"' in signed_in.get(path).content.decode().partition("<main")[2]


def test_twenty_five_lines_a_page_and_each_line_once(signed_in, olive):
    for number in range(60):
        refuse(olive, number)
    path, seen, pages = PAGE, [], 0
    while path:
        page = signed_in.get(path).content.decode()
        found = re.findall(r'<span lang="en">Browser (\d+)<', page)
        assert len(found) <= 25
        seen, pages = seen + found, pages + 1
        path = older(page)
    assert pages == 3 and seen == [str(number) for number in reversed(range(60))]


def test_a_line_that_comes_meanwhile_moves_nothing(signed_in, olive):
    for number in range(26):
        refuse(olive, number)
    path = older(signed_in.get(PAGE).content.decode())
    refuse(olive, 99)
    assert "Browser 0" in text_of(signed_in, path) and "Browser 1 " not in text_of(signed_in, path)


@pytest.mark.parametrize("before", ["", "x", "-1", "９", "1.5", "9" * 400, "\x00", "1;"])
def test_a_made_up_page_is_the_first(signed_in, before):
    page = signed_in.get(PAGE, {"before": before})
    assert page.status_code == 200 and "Signed in" in page.content.decode()


def test_an_empty_page_says_what_would_stand_there(signed_in):
    assert "No sign-ins yet." in text_of(signed_in, f"{PAGE}?before=0")


def test_what_is_older_than_ninety_days_is_gone(olive, mailbox):
    with time_machine.travel(timezone.now() - timedelta(days=91)):
        refuse(olive, 1)
    with time_machine.travel(timezone.now() - timedelta(days=89)):
        refuse(olive, 2)
    page = text_of(signed_in_from(mailbox), PAGE)
    assert "Browser 2" in page and "Browser 1" not in page


def test_nothing_of_another_person_is_shown(signed_in, another_browser, db):
    refuse(confirmed_owner("Sam", "sam@hilltop.example"), 7)
    sign_in(another_browser, email="nobody@hilltop.example", password="guess")
    page = text_of(signed_in, PAGE)
    assert "Browser 7" not in page and "Wrong password" not in page


def test_it_shows_no_secret_and_no_address(signed_in, another_browser):
    sign_in(another_browser, password=NEW)
    page = text_of(signed_in, PAGE)
    assert NEW not in page and ADDRESS not in page


def test_strangers_and_posts_are_refused(signed_in, client, db):
    assert signed_in.post(PAGE).status_code == 405
    client.cookies.clear()
    assert client.get(PAGE)["Location"].startswith("/sign-in/")


def test_what_it_costs_does_not_grow(signed_in, olive):
    before = len(statements(lambda: signed_in.get(PAGE)))
    for number in range(60):
        refuse(olive, number)
    assert len(statements(lambda: signed_in.get(PAGE))) == before == 3
