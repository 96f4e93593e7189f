"""The mail about a lock carries a link: GET shows two buttons, POST answers once."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import AttemptRecord, Browser, SingleUseLink, User
from merchant_portal.audit.models import AuditEvent
from merchant_portal.messaging.models import Message
from tests.accounts.test_sign_in_begin import ADDRESS, sign_in
from tests.accounts.test_sign_in_lock import lock
from tests.factories import confirmed_owner
from tests.threads import at_once

KIND = "accounts/locked"
ME, NOT_ME = {"answer": "me"}, {"answer": "not-me"}
UNLOCK_ROWS = {"purpose": "unlock"}


@pytest.fixture
def link(another_browser, olive, mailbox) -> str:
    """The path in the mail after a stranger locked Olive's account."""
    lock(another_browser)
    return mailbox.latest(to=ADDRESS, kind=KIND).link


def status_of(page) -> str:
    return page.content.decode().split('data-status="')[1].split('"')[0]


def test_looking_shows_the_masked_address_and_changes_nothing(client, link):
    for look in [client.get] * 5 + [client.head]:
        page = look(link)
    text = client.get(link).content.decode()
    assert page.status_code == 200 and "o••@f•••.example" in text and ADDRESS not in text
    assert text.count('name="answer"') == 2 and SingleUseLink.objects.get(**UNLOCK_ROWS).used_at is None
    assert sign_in(client).status_code == 429


def test_that_was_me_unlocks_and_makes_this_browser_known_and_signs_nobody_in(client, another_browser, olive, link):
    answer = client.post(link, ME)
    assert answer["Location"].startswith("/sign-in/?for=") and "browser" in answer.cookies
    page = client.get(answer["Location"]).content.decode()
    assert f'value="{ADDRESS}"' in page and "This browser is unlocked." in page
    assert Browser.objects.under_current_stamp().get().user == olive and "session" not in client.cookies
    for browser in (client, another_browser):
        assert sign_in(browser)["Location"] == "/sign-in/code/"
    assert AuditEvent.objects.get(code="accounts.unlocked_by_link").target == f"accounts.user:{olive.pk}"


def test_the_next_lock_of_a_stranger_leaves_the_browser_that_unlocked_alone(client, another_browser, link):
    client.post(link, ME)
    lock(another_browser)
    assert sign_in(client)["Location"] == "/sign-in/code/"


def test_that_was_not_me_unlocks_nothing_and_advises(client, olive, link):
    answer = client.post(link, NOT_ME)
    page = client.get(answer["Location"])
    assert status_of(page) == "reported" and "/reset/" in page.content.decode()
    assert sign_in(client).status_code == 429 and not Browser.objects.exists()
    assert AuditEvent.objects.get(code="accounts.lock_reported").target == f"accounts.user:{olive.pk}"


@pytest.mark.parametrize("first", [ME, NOT_ME])
def test_a_link_answers_once(client, another_browser, link, first):
    client.post(link, first)
    AttemptRecord.objects.filter(kind="password").delete()
    lock(another_browser)
    assert status_of(another_browser.post(link, ME)) == "used" == status_of(another_browser.get(link))
    assert sign_in(another_browser).status_code == 429


@pytest.mark.parametrize("column, expected", [("expires_at", "expired"), ("superseded_at", "superseded")])
def test_an_old_link_has_a_calm_page_and_unlocks_nothing(client, link, column, expected):
    SingleUseLink.objects.filter(**UNLOCK_ROWS).update(**{column: timezone.now() - timedelta(days=2)})
    for answer in (client.get(link), client.post(link, ME), client.post(link, NOT_ME)):
        assert answer.status_code == 200 and status_of(answer) == expected
    assert sign_in(client).status_code == 429


@pytest.mark.parametrize("answer", [{}, {"answer": ""}, {"answer": "both"}])
def test_an_answer_that_is_none_changes_nothing(client, link, answer):
    assert status_of(client.post(link, answer)) == "ready"
    assert SingleUseLink.objects.get(**UNLOCK_ROWS).used_at is None


@pytest.mark.parametrize("token", ["abc", "x" * 500, "%00", "nobody"])
def test_an_unknown_token_has_the_neutral_page(client, db, token):
    for answer in (client.get(f"/unlock/{token}/"), client.post(f"/unlock/{token}/", ME)):
        assert answer.status_code == 200 and status_of(answer) == "unknown"


def test_a_link_of_another_purpose_unlocks_nothing(client, link):
    SingleUseLink.objects.filter(**UNLOCK_ROWS).update(purpose="undo")
    assert status_of(client.post(link, ME)) == "unknown" and sign_in(client).status_code == 429


@pytest.mark.parametrize("change", [{"role": "support"}, {"is_active": False}, {"email_key": "new@x.example"}])
def test_who_became_staff_or_left_the_address_unlocks_nothing(client, olive, link, change):
    User.objects.filter(pk=olive.pk).update(**change)
    assert status_of(client.post(link, ME)) == "unknown" and not Browser.objects.exists()
    assert AttemptRecord.objects.filter(kind="password", locked_until__isnull=False).exists()


def test_staff_get_a_mail_without_a_link(client, rita, mailbox):
    lock(client, "rita@portal.example")
    email = mailbox.latest(to="rita@portal.example", kind=KIND)
    assert "/unlock/" not in email.text + email.html and "ask an administrator" in email.text


def test_an_unknown_address_writes_the_same_rows_and_nobody_gets_mail(client, db, mailbox):
    lock(client, "nobody@fernhill.example")
    assert Message.objects.get(kind=KIND) and SingleUseLink.objects.get(**UNLOCK_ROWS).reference == "nobody"
    assert mailbox.all(kind=KIND) == []


@pytest.mark.django_db(transaction=True)
def test_twenty_presses_at_once_unlock_once(mailbox):
    confirmed_owner("Olive Tan", ADDRESS)
    lock(Client())
    link = mailbox.latest(kind=KIND).link
    answers = at_once(lambda number: Client().post(link, ME), 20)
    assert sorted(answer.status_code for answer in answers) == [200] * 19 + [302]
    assert Browser.objects.count() == 1
    assert AuditEvent.objects.filter(code="accounts.unlocked_by_link").count() == 1
