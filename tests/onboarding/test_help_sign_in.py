"""Why can't I sign in? One answer for every address; the reason goes to its owner by mail."""

import re

import pytest
from django.test import Client

from accounts.models import AttemptRecord
from merchant_portal.audit.models import AuditEvent
from merchant_portal.messaging.models import Message
from tests.accounts.test_statement_counts import statements
from tests.factories import registered_owner
from tests.onboarding.judged import sign_in
from tests.threads import at_once

PAGE, KIND = "/help/sign-in/", "onboarding/why-not-signed-in"
NOBODY, UNCONFIRMED = "nobody@fernhill.example", "rosa@fernhill.example"


def ask(client, email):
    return client.post(PAGE, {"email": email})


def page_after(client, email) -> str:
    return client.get(ask(client, email)["Location"]).content.decode()


@pytest.fixture
def everybody(olive, rita):
    """Returns an address of each sort: confirmed, staff, unconfirmed, inactive, nobody's."""
    registered_owner("Rosa", UNCONFIRMED)
    gone = registered_owner("Gus", "gus@fernhill.example")
    gone.is_active = False
    gone.save()
    return [olive.email, rita.email, UNCONFIRMED, gone.email, NOBODY]


def test_the_page_and_its_links_lead_there(client, db):
    assert f'href="{PAGE}"' in client.get("/sign-in/").content.decode()
    assert f'href="{PAGE}"' in client.get("/help/").content.decode()
    assert 'name="email"' in client.get(PAGE).content.decode()


def test_status_headers_and_cookies_are_the_same_for_everybody(everybody):
    answers = [ask(Client(), email) for email in everybody]
    assert {answer.status_code for answer in answers} == {302}
    assert len({frozenset(answer.headers) for answer in answers}) == 1
    assert len({frozenset(answer.cookies) for answer in answers}) == 1
    assert all(answer["Location"].startswith(f"{PAGE}?to=") for answer in answers)


def test_the_page_afterwards_differs_in_nothing_but_the_address(everybody):
    pages = [page_after(Client(), email).replace(email, "…") for email in everybody]
    assert len({re.sub(r'value="\w{64}"|form_id" value="[^"]+"|to=[\w%=-]+', "", page) for page in pages}) == 1


def test_statements_and_rows_are_the_same_for_everybody(everybody):
    Message.objects.all().delete()
    made = [statements(lambda email=email: ask(Client(), email)) for email in everybody]
    shapes = [[re.sub(r"'[^']*'|\d+", "?", sql) for sql in one] for one in made]
    assert all(shape == shapes[0] for shape in shapes) and len(shapes[0]) == 4
    assert list(Message.objects.values_list("kind", flat=True)) == [KIND] * len(everybody)
    assert AuditEvent.objects.filter(code="onboarding.sign_in_help_asked").count() == len(everybody)


def test_only_who_has_an_account_gets_mail(everybody, mailbox):
    mailbox.all()
    for email in everybody:
        ask(Client(), email)
    assert [message.to for message in mailbox.all(kind=KIND)] == everybody[:-1]
    assert Message.objects.get(kind=KIND, reference="nobody").status == Message.Status.DROPPED


def test_no_row_keeps_what_a_stranger_typed(client, db):
    ask(client, NOBODY)
    kept = [list(model.objects.values()) for model in (Message, AttemptRecord, AuditEvent)]
    assert "nobody@" not in str(kept)


def test_the_address_is_shown_again_and_stands_in_no_log(client, db):
    location = ask(client, f" {NOBODY.upper()} ")["Location"]
    assert "nobody" not in location.lower()
    assert f'<strong lang="en">{NOBODY}</strong>' in client.get(location).content.decode()


@pytest.mark.parametrize("token", ["x", "%00", "a" * 5000, "ÿ", "AAAA", "%FF%FE", "=" * 7])
def test_a_made_up_address_of_the_page_shows_the_form(client, db, token):
    page = client.get(f"{PAGE}?to={token}")
    assert page.status_code == 200 and "emailing you the reason" not in page.content.decode()


@pytest.mark.parametrize("typed", ["", "olive@", "a b@c.example", "x" * 250 + "@y.example", "a\x00@b.example"])
def test_what_is_no_address_is_reported_and_sends_nothing(client, db, typed):
    page = ask(client, typed)
    assert page.status_code == 200 and "error-summary" in page.content.decode()
    assert not Message.objects.exists() and not AttemptRecord.objects.exists()


def test_looking_sends_nothing(client, olive):
    Message.objects.all().delete()
    client.get(PAGE, {"email": olive.email})
    client.head(PAGE)
    assert not Message.objects.exists()


@pytest.mark.parametrize("email", ["olive@fernhill.example", NOBODY])
def test_the_hours_mails_are_limited_alike_for_known_and_unknown(client, olive, mailbox, settings, email):
    mailbox.all()
    AttemptRecord.objects.all().delete()
    answers = [ask(client, email).status_code for _ in range(settings.SENDS_PER_HOUR + 1)]
    assert answers == [302] * settings.SENDS_PER_HOUR + [429]
    assert 0 < int(ask(client, email)["Retry-After"]) <= 3600
    assert len(mailbox.all(to=email, kind=KIND)) in (0, settings.SENDS_PER_HOUR)


def test_strangers_cannot_use_up_the_mails_of_the_owners_own_browser(client, another_browser, olive, mailbox, settings):
    sign_in(client, olive, mailbox)
    for _ in range(settings.SENDS_PER_HOUR + 1):
        ask(another_browser, olive.email)
    assert ask(another_browser, olive.email).status_code == 429
    assert ask(client, olive.email).status_code == 302
    assert ask(client, NOBODY).status_code == 302  # her browser is known to her account alone
    kinds = list(AttemptRecord.objects.filter(kind__startswith="sends_").values_list("kind", flat=True))
    assert sorted(kinds) == ["sends_after_password", "sends_by_anyone", "sends_by_anyone", "sends_from_known"]


def test_one_network_asks_so_many_times(client, db, network_limit):
    network_limit("help", "2/hour")
    answers = [ask(client, f"person{number}@fernhill.example") for number in range(3)]
    assert [answer.status_code for answer in answers] == [302, 302, 429]
    assert Message.objects.count() == 2 and int(answers[-1]["Retry-After"]) > 0


@pytest.mark.django_db(transaction=True)
def test_many_at_once_win_no_extra_mail(settings):
    answers = at_once(lambda number: ask(Client(), NOBODY).status_code, settings.SENDS_PER_HOUR + 3)
    assert answers.count(302) == settings.SENDS_PER_HOUR == Message.objects.count()
