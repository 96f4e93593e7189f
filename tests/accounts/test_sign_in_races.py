import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client

from accounts.models import AttemptRecord, PendingSignIn, Session
from tests.accounts.test_sign_in_begin import ADDRESS, sign_in
from tests.factories import confirmed_owner
from tests.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def hashes(monkeypatch):
    """Counts how often a password was hashed."""
    counted = []
    real = MD5PasswordHasher.encode

    def count(self, password, salt):
        counted.append(password)
        return real(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", count)
    return counted


@pytest.mark.parametrize("email", [ADDRESS, "nobody@fernhill.example"])
def test_forty_wrong_passwords_at_once_spend_exactly_five(hashes, email, monkeypatch):
    confirmed_owner("Olive Tan", ADDRESS)
    monkeypatch.setattr("accounts.hashers.WAIT_SECONDS", 30)
    hashes.clear()
    answers = at_once(lambda number: sign_in(Client(), email=email, password=f"guess {number}").status_code, 40)
    assert sorted(answers) == [200] * 5 + [429] * 35
    assert len(hashes) == 5
    assert len(AttemptRecord.objects.get(kind="password").consumed_at) == 5


def test_twenty_right_codes_at_once_make_one_session(mailbox):
    confirmed_owner("Olive Tan", ADDRESS)
    browser = Client()
    sign_in(browser)
    cookie, code = browser.cookies["session"].value, mailbox.latest(to=ADDRESS).code

    def answer(number):
        one = Client()
        one.cookies["session"] = cookie
        return one.post("/sign-in/code/", {"code": code})

    answers = at_once(answer, 20)
    assert all(response.status_code == 302 for response in answers)
    assert Session.objects.filter(user__isnull=False).count() == 1
    assert sum("session" in response.cookies for response in answers) == 1
    assert PendingSignIn.objects.filter(purpose="sign_in", closed_at__isnull=False).count() == 1


def test_forty_wrong_codes_at_once_take_five_tries(mailbox):
    confirmed_owner("Olive Tan", ADDRESS)
    browser = Client()
    sign_in(browser)
    cookie, code = browser.cookies["session"].value, mailbox.latest(to=ADDRESS).code
    wrong = [f"{(int(code) + 1 + number) % 1_000_000:06d}" for number in range(40)]

    def answer(number):
        one = Client()
        one.cookies["session"] = cookie
        return one.post("/sign-in/code/", {"code": wrong[number]}).status_code

    at_once(answer, 40)
    assert PendingSignIn.objects.get(purpose="sign_in").wrong_codes == 5
    assert len(AttemptRecord.objects.get(kind="step_up").consumed_at) == 5
