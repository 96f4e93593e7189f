"""P22: known and trusted browsers are listed, and forgotten one by one or all at once."""

import pytest

from accounts.models import Browser, Session
from merchant_portal.audit.models import AuditEvent
from tests.accounts.security import FIREFOX, SAFARI, browser, signed_in_from, text_of
from tests.accounts.test_session import is_in
from tests.accounts.test_sign_in_begin import sign_in
from tests.accounts.test_staff_sign_in import enrol
from tests.accounts.test_statement_counts import statements
from tests.factories import confirmed_owner
from tests.onboarding.judged import sign_in as sign_in_as

PAGE = "/security/browsers/"


@pytest.fixture
def laptop(olive, mailbox):
    """Olive's trusted browser."""
    return signed_in_from(mailbox, FIREFOX, "203.0.113.77", trust_browser="on")


@pytest.fixture
def phone(laptop, mailbox):
    """Another trusted browser of hers."""
    return signed_in_from(mailbox, SAFARI, "198.51.100.4", trust_browser="on")


def id_of(label):
    return Browser.objects.get(label=label).pk


def test_each_is_named_with_network_last_use_and_end_of_trust(laptop, phone):
    page = text_of(laptop, PAGE)
    assert "Firefox, Windows This browser 203.0.113.x · last sign-in today," in page
    assert "Safari, Mac OS X 198.51.100.x · last sign-in today," in page and page.count("trusted until") == 2
    assert page.index("Firefox") < page.index("Safari") and page.count("This browser") == 1
    assert text_of(phone, PAGE).index("Safari") < text_of(phone, PAGE).index("Firefox")


def test_a_known_browser_without_trust_says_so(signed_in):
    page = text_of(signed_in, PAGE)
    assert "Unknown browser" in page and "known, asks for a code" in page and "trusted until" not in page


def test_t65_forgetting_one_brings_the_second_step_back_there_only(laptop, phone):
    answer = laptop.post(PAGE, {"browser": id_of("Safari, Mac OS X")})
    assert answer["Location"] == PAGE and "The browser has been removed." in text_of(laptop, PAGE)
    assert is_in(phone)
    for client, led in ((phone, "/sign-in/code/"), (laptop, "/application/")):
        client.post("/sign-out/")
        assert sign_in(client)["Location"] == led


def test_forgetting_all_brings_it_back_everywhere(laptop, phone):
    laptop.post(PAGE, {"all": "1"})
    assert not Browser.objects.exists() and "Every sign-in asks for a code." in text_of(laptop, PAGE)
    for client in (laptop, phone):
        client.post("/sign-out/")
        assert sign_in(client)["Location"] == "/sign-in/code/"


def test_it_is_recorded_with_their_number(laptop, phone, olive):
    laptop.post(PAGE, {"all": "1"})
    event = AuditEvent.objects.get(code="accounts.browsers_removed")
    assert (event.target, event.by_id, event.data) == (f"accounts.user:{olive.pk}", str(olive.pk), {"count": 2})


def test_forgetting_all_when_none_is_left_changes_nothing(laptop):
    for _ in range(2):
        assert laptop.post(PAGE, {"all": "1"}).status_code == 302
    assert AuditEvent.objects.filter(code="accounts.browsers_removed").count() == 1


def test_the_first_page_leads_back_to_itself_and_nowhere_else(laptop, phone):
    assert laptop.post(PAGE, {"browser": id_of("Safari, Mac OS X"), "next": "/security/"})["Location"] == "/security/"
    assert laptop.post(PAGE, {"all": "1", "next": "https://evil.example/"})["Location"] == PAGE


def test_another_persons_browser_is_not_there(laptop, mailbox):
    sam, client = confirmed_owner("Sam", "sam@hilltop.example"), browser()
    sign_in_as(client, sam, mailbox)
    assert client.post(PAGE, {"browser": id_of("Firefox, Windows")}).status_code == 404
    client.post(PAGE, {"all": "1"})
    assert Browser.objects.get().label == "Firefox, Windows"


@pytest.mark.parametrize("made_up", ["", "0", "-1", "x", "９", "1; --", "9" * 18, "9" * 400, "\x00"])
def test_a_made_up_browser_is_not_there(laptop, made_up):
    assert laptop.post(PAGE, {"browser": made_up}).status_code == 404
    assert laptop.post(PAGE, {}).status_code == 404 and Browser.objects.count() == 1


def test_a_forgotten_one_is_not_there_a_second_time(laptop, phone):
    pk = id_of("Safari, Mac OS X")
    assert [laptop.post(PAGE, {"browser": pk}).status_code for _ in range(2)] == [302, 404]


def test_looking_forgets_nothing(laptop, phone):
    laptop.get(f"{PAGE}?all=1&browser={id_of('Safari, Mac OS X')}")
    assert Browser.objects.count() == 2


def test_strangers_forget_nothing(laptop, client):
    assert client.post(PAGE, {"all": "1"})["Location"].startswith("/sign-in/")
    assert Browser.objects.count() == 1 and Session.objects.count() == 1


def test_staff_have_known_browsers_and_no_trust(client, rita):
    enrol(client)
    page = text_of(client, PAGE)
    assert "This browser" in page and "rust" not in page
    client.post(PAGE, {"all": "1"})
    assert not Browser.objects.exists() and client.get("/admin/").status_code == 200


def test_what_it_costs_does_not_grow(laptop, phone, mailbox):
    before = len(statements(lambda: laptop.get(PAGE)))
    signed_in_from(mailbox, address="198.51.7.4")
    assert len(statements(lambda: laptop.get(PAGE))) == before == 3
