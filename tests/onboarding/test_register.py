import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Consent, PendingSignIn, Session, User
from merchant_portal import form_ids
from merchant_portal.messaging.models import Message
from onboarding.models import Application, Membership, Merchant
from tests.factories import PASSWORD, confirmed_owner, form_id_on, register_form
from tests.threads import at_once

ADDRESS = "olive@fernhill.example"


def register(client, **changed):
    return client.post("/register/", register_form(client.get("/register/"), **changed))


def test_person_merchant_membership_and_draft_come_together(client, db, settings):
    assert register(client)["Location"] == "/register/check-inbox/"
    person, merchant = User.objects.get(), Merchant.objects.get()
    assert (person.name, person.phone, person.status) == ("Olive Tan", "+8613800138000", "unconfirmed")
    assert Membership.objects.get(merchant=merchant, person=person).is_owner
    assert Application.objects.get(merchant=merchant).status == "draft"
    assert Consent.objects.get(user=person).version == settings.TERMS_VERSION


def test_the_password_is_kept_as_a_hash_only(client, db):
    register(client)
    assert PASSWORD not in User.objects.get().password


def test_no_session_row_is_written(client, db):
    register(client)
    assert not Session.objects.exists()


def test_a_known_address_gets_the_same_answer_and_another_mail(client, another_browser, db, mailbox):
    confirmed_owner("Olive Tan", ADDRESS)
    known, unknown = register(client), register(another_browser, email="sam@fernhill.example")
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert set(known.cookies) == set(unknown.cookies)
    pages = [browser.get("/register/check-inbox/").content.decode() for browser in (client, another_browser)]
    strip = lambda text: [line for line in text.splitlines() if "csrf" not in line and "<time" not in line]  # noqa: E731
    assert strip(pages[0].replace(ADDRESS, "sam@fernhill.example")) == strip(pages[1])
    assert Message.objects.filter(kind="accounts/confirm-email").count() == 3
    assert mailbox.latest(to=ADDRESS).kind == "accounts/address-known"
    assert mailbox.latest(to="sam@fernhill.example").kind == "accounts/confirm-email"


def test_the_mail_to_a_known_address_holds_no_link_that_confirms(client, db, mailbox):
    confirmed_owner("Olive Tan", ADDRESS)
    register(client)
    assert "confirm-email" not in mailbox.latest(to=ADDRESS).text


@pytest.mark.parametrize(
    "field, typed, expected",
    [
        ("company_name", " ", "Enter the company"),
        ("contact_name", "", "Enter the name"),
        ("email", "olive@", "after the @ sign"),
        ("phone", "12", "country code"),
        ("password", "short", "too short"),
        ("password", "olive@fernhill.example", "based on your name"),
        ("password", "password123", "lists of common and leaked passwords"),
        ("terms", "", "Accept the terms"),
    ],
)
def test_each_fault_is_reported_and_what_was_typed_stays(client, db, field, typed, expected):
    page = register(client, **{field: typed})
    text = page.content.decode()
    assert page.status_code == 200 and expected in text
    assert 'id="error-summary"' in text and "<title>Error:" in text
    assert field == "company_name" or 'value="Fernhill Sample Tea Ltd"' in text
    assert PASSWORD not in text and not User.objects.exists()


def test_sending_the_form_twice_registers_once(client, db):
    form = register_form(client.get("/register/"))
    first, second = client.post("/register/", form), client.post("/register/", form)
    assert first["Location"] == second["Location"]
    assert User.objects.count() == Merchant.objects.count() == 1
    assert client.get("/register/check-inbox/").status_code == 200


def test_a_form_that_was_open_for_too_long_keeps_what_was_typed(client, db, monkeypatch):
    old = form_ids.new()
    monkeypatch.setattr(form_ids, "MAX_HOURS", 0)
    page = register(client, form_id=old)
    assert "This page has expired" in page.content.decode() and 'value="Olive Tan"' in page.content.decode()
    monkeypatch.undo()
    assert client.post("/register/", register_form(page)).status_code == 302


def test_a_form_faster_than_a_person_is_refused(client, db, settings):
    settings.MIN_FILL_SECONDS = 2
    assert "That was too fast" in register(client).content.decode()


@pytest.mark.parametrize("form_id", ["", "nonsense", "a:b:c"])
def test_a_forged_form_id_registers_nobody(client, db, form_id):
    assert register(client, form_id=form_id).status_code == 200
    assert not User.objects.exists()


def test_a_closed_registration_says_so(client, db, settings):
    settings.REGISTRATION_OPEN = False
    page = client.get("/register/")
    assert page.status_code == 200 and 'name="company_name"' not in page.content.decode()
    assert client.post("/register/", {}).status_code == 200
    assert not User.objects.exists()


def test_one_network_registers_so_many(client, db, network_limit):
    network_limit("register", "1/hour")
    assert register(client).status_code == 302
    assert register(client, email="sam@fernhill.example").status_code == 429


def test_the_sixth_mail_an_hour_is_not_sent_and_the_page_names_the_time(client, db, mailbox, settings):
    for _ in range(settings.SENDS_PER_HOUR + 1):
        assert register(Client() if _ else client).status_code == 302
    assert len(mailbox.all(to=ADDRESS)) == settings.SENDS_PER_HOUR
    assert PendingSignIn.objects.latest("pk").resend_at > timezone.now() + timezone.timedelta(minutes=50)


def test_form_ids_differ(client, db):
    assert form_id_on(client.get("/register/")) != form_id_on(client.get("/register/"))


@pytest.mark.django_db(transaction=True)
def test_a_double_click_registers_once():
    browser = Client()
    form = register_form(browser.get("/register/"))

    def click(number):
        return Client().post("/register/", form)

    answers = at_once(click, 2)
    assert [answer["Location"] for answer in answers] == ["/register/check-inbox/"] * 2
    assert User.objects.count() == Merchant.objects.count() == Application.objects.count() == 1
    assert all("registration" in answer.cookies for answer in answers)
