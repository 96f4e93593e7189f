"""One mailbox is one account, however its address is typed, and its limits are counted on one key."""

import pytest

from accounts.models import AttemptRecord, User
from accounts.validators import email_key
from merchant_portal.messaging import outbox
from tests.factories import PASSWORD, confirmed_owner, register_form, registered_owner, reviewer
from tests.pages import PageCheckingClient
from tests.reviews.staff import browser_of
from tests.smtp_sink import SmtpSink

SAME = (
    "olive@fernhill.example",
    "\u200bolive@fernhill.example",
    "olive@fernhill.example\u2060",
    "\u00ad olive@fernhill.example\ufeff",
    "\u200eolive@fernhill.example\u200f",
    "OLIVE@Fernhill.Example",
    "ｏｌｉｖｅ＠ｆｅｒｎｈｉｌｌ．ｅｘａｍｐｌｅ",
    "olive@fernhill。example",
    "\u3000olive@fernhill.example\u202e",
)
pytestmark = pytest.mark.django_db


def register(email: str, client=None):
    client = client or PageCheckingClient()
    return client.post("/register/", register_form(client.get("/register/"), email=email))


@pytest.fixture(autouse=True)
def at_once(settings):
    settings.MIN_FILL_SECONDS = 0


@pytest.mark.parametrize("typed", SAME)
def test_every_way_to_type_an_address_signs_in_to_its_one_account(client, olive, typed):
    assert email_key(typed) == olive.email_key
    assert client.post("/sign-in/", {"email": typed, "password": PASSWORD})["Location"] == "/sign-in/code/"


@pytest.mark.parametrize("typed", SAME)
def test_what_is_stored_and_written_to_is_the_cleaned_address(mailbox, typed):
    register(typed)
    person = User.objects.get()
    assert person.email == person.email_key == "olive@fernhill.example"
    assert mailbox.latest().to == person.email


def test_the_limits_of_an_address_are_those_of_all_its_spellings(settings, mailbox):
    settings.SENDS_PER_HOUR = 5
    for typed in SAME:
        register(typed)
    assert len(mailbox.all(kind="accounts/confirm-email")) == 5
    assert AttemptRecord.objects.filter(kind="sends_by_anyone").count() == 1


def test_wrong_passwords_are_counted_on_one_key(olive, settings):
    settings.LOCK_AFTER_FAILURES = 5
    tries = [PageCheckingClient().post("/sign-in/", {"email": typed, "password": "wrong"}) for typed in SAME]
    assert [answer.status_code for answer in tries].count(429) == len(SAME) - 5


@pytest.mark.parametrize("mark", ["\u200b", "\u2060", "\u00ad", "\u200d", "\u202e", "\ufe0f", "\u3164"])
@pytest.mark.parametrize("place", ["ol{}ive@fernhill.example", "olive{}@fernhill.example", "olive@fern{}hill.example"])
def test_an_invisible_character_inside_is_refused_and_what_was_typed_kept(client, place, mark):
    page = register(place.format(mark), client)
    assert "This email address contains an invisible character" in page.content.decode() and not User.objects.exists()
    assert "Fernhill Sample Tea Ltd" in page.content.decode()


def test_a_german_sharp_s_is_another_domain_than_ss():
    one, other = (confirmed_owner("Lin", f"lin@{domain}") for domain in ("faß.example", "fass.example"))
    assert (one.email, other.email) == ("lin@xn--fa-hia.example", "lin@fass.example")


@pytest.mark.parametrize(
    "typed",
    ["lin@фермер.рф", "LIN@ФЕРМЕР.РФ", "lin@xn--e1aaupct.xn--p1ai", "lin@Фермер。рф", "lin@XN--E1AAUPCT.xn--p1ai"],
)
def test_a_domain_of_another_script_is_stored_and_sent_to_in_one_form(typed, settings):
    registered_owner("Lin", typed)
    with SmtpSink() as sink:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.port
        outbox.mail_transport.close()
        outbox.drain()
        outbox.mail_transport.close()
    assert {email["To"] for email in sink.emails} == {"lin@xn--e1aaupct.xn--p1ai"}
    assert User.objects.get().email == User.objects.get().email_key == "lin@xn--e1aaupct.xn--p1ai"


def test_a_person_reads_the_address_in_its_own_script(client):
    register("lin@фермер.рф", client)
    assert "lin@фермер.рф" in client.get("/register/check-inbox/").content.decode()


@pytest.mark.parametrize(
    "typed", ["jürgen@fernhill.example", "李@fernhill.example", "ı@fernhill.example", "юля@почта.рф"]
)
def test_letters_before_the_at_sign_that_mail_servers_need_not_take_are_reported(typed):
    page = register(typed)
    assert "plain Latin letters before the @" in page.content.decode() and not User.objects.exists()


@pytest.mark.parametrize(
    "domain", ["☃.example", "xn--a.example", "a\u0378.example", "-ü.example", "ü" * 64 + ".example"]
)
def test_a_domain_that_cannot_exist_is_reported(domain):
    assert "isn&#x27;t a valid domain name" in register(f"lin@{domain}").content.decode()


def test_the_console_finds_a_person_by_any_spelling(olive):
    desk = browser_of(reviewer("Lea", "lea@portal.example", role="lead"))
    for typed in SAME:
        assert "Olive Tan" in desk.get("/admin/accounts/user/", {"q": typed}).content.decode(), typed
    assert desk.get("/admin/accounts/user/", {"q": "ol\u200bive@fernhill.example"}).status_code == 200
