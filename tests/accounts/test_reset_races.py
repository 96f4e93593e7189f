import pytest
from django.test import Client

from accounts.models import Challenge, User
from merchant_portal.audit.models import AuditEvent
from merchant_portal.messaging.models import Message
from tests.accounts.resetting import (
    CODE,
    KIND,
    PASSWORD_PAGE,
    RESET,
    ask,
    asked,
    at_the_new_password,
    give_code,
    set_password,
    wrong,
)
from tests.accounts.test_sign_in_begin import ADDRESS, sign_in
from tests.factories import confirmed_owner
from tests.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def owner():
    return confirmed_owner("Olive Tan", ADDRESS)


def holding(cookie: str) -> Client:
    client = Client()
    client.cookies["reset"] = cookie
    return client


def test_forty_wrong_codes_at_once_spend_exactly_five(client, mailbox):
    code = asked(client, mailbox)
    cookie = client.cookies["reset"].value
    answers = at_once(lambda number: give_code(holding(cookie), wrong(code)).status_code, 40)
    assert set(answers) <= {200, 302}
    assert Challenge.objects.get(purpose="reset").wrong_codes == 5
    assert AuditEvent.objects.filter(code="accounts.reset_code_refused").count() == 5


def test_twenty_right_codes_at_once_open_one_ticket_and_read_alike(client, mailbox):
    code = asked(client, mailbox)
    cookie = client.cookies["reset"].value
    answers = at_once(lambda number: give_code(holding(cookie), code)["Location"], 20)
    assert set(answers) <= {PASSWORD_PAGE, CODE} and PASSWORD_PAGE in answers
    assert Challenge.objects.filter(closed_at__isnull=False).count() == 1
    assert holding(cookie).get(PASSWORD_PAGE).status_code == 200


def test_one_ticket_redeemed_twenty_times_at_once_sets_one_password(client, mailbox, monkeypatch):
    monkeypatch.setattr("accounts.hashers.WAIT_SECONDS", 30)
    at_the_new_password(client, mailbox)
    cookie = client.cookies["reset"].value
    answers = at_once(lambda number: set_password(holding(cookie), f"walk number {number}"), 20)
    assert {answer.status_code for answer in answers} == {302}
    assert sum("browser" in answer.cookies for answer in answers) == 1
    assert AuditEvent.objects.filter(code="accounts.password_reset").count() == 1
    assert Message.objects.filter(kind="accounts/password-changed").count() == 1
    won = next(number for number, answer in enumerate(answers) if "browser" in answer.cookies)
    assert sign_in(Client(), password=f"walk number {won}")["Location"] == "/sign-in/code/"


def test_two_tickets_at_once_set_one_password(client, another_browser, mailbox):
    for browser in (client, another_browser):
        at_the_new_password(browser, mailbox)
    cookies = [browser.cookies["reset"].value for browser in (client, another_browser)]
    at_once(lambda number: set_password(holding(cookies[number]), f"walk number {number}"), 2)
    assert AuditEvent.objects.filter(code="accounts.password_reset").count() == 1
    assert User.objects.get(email=ADDRESS).reset_at


def test_twenty_requests_at_once_send_no_more_than_the_quota_holds(settings):
    answers = at_once(lambda number: ask(Client()).status_code, 20)
    left = settings.SENDS_PER_HOUR - 1  # her registration took one
    assert sorted(answers) == [302] * left + [429] * (20 - left)
    assert Message.objects.filter(kind=KIND).count() == left


def test_twenty_resends_at_once_send_once(client, mailbox):
    asked(client, mailbox)
    cookie = client.cookies["reset"].value
    Challenge.objects.update(resend_at="2020-01-01T00:00Z")
    answers = at_once(lambda number: holding(cookie).post(f"{RESET}resend/")["Location"], 20)
    assert answers.count(f"{CODE}?resent=1") == 1 and answers.count(f"{CODE}?early=1") == 19
