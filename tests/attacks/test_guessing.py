"""Guessing: passwords, codes and tokens, one after the other and all at once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Budget, Code, PendingSignIn, Session
from tests.attacks.conftest import OLIVE, code_of, password_step
from tests.factories import PASSWORD, confirmed_owner
from tests.threads import at_once

CODE = "/sign-in/code/"


def wrong_of(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06d}"


def test_forty_passwords_at_once_win_five_tries(wire, owner, monkeypatch):
    monkeypatch.setattr("accounts.hashers.WAIT_SECONDS", 30)
    answers = at_once(lambda number: password_step(wire(), password=f"guess {number}").status, 40)
    assert sorted(answers) == [200] * 5 + [429] * 35


def test_the_right_password_is_no_use_behind_the_lock(attacker, owner):
    for number in range(5):
        password_step(attacker, password=f"guess {number}")
    assert password_step(attacker).status == 429 and "session" not in attacker.cookies


@pytest.mark.parametrize(
    "spelling", [OLIVE.upper(), f"  {OLIVE} ", "ｏｌｉｖｅ@fernhill.example", "OLIVE@FERNHILL.example", f"{OLIVE}\t"]
)
def test_another_spelling_of_the_address_shares_the_budget(wire, owner, spelling):
    for number in range(5):
        password_step(wire(), password=f"guess {number}")
    assert password_step(wire(), spelling).status == 429


def test_an_account_of_ones_own_does_not_clear_the_victims_budget(wire, owner, mailbox):
    confirmed_owner("Max", "max@riverside.example")
    attacker = wire()
    for _round in range(2):
        for number in range(3):
            password_step(attacker, password=f"guess {number}")
        password_step(attacker, "max@riverside.example")
    assert password_step(wire()).status == 429


def test_another_address_in_the_network_header_does_not_win_tries(wire, owner):
    for number in range(5):
        password_step(wire(), password=f"guess {number}", X_Forwarded_For=f"203.0.113.{number}")
    answer = wire(X_Forwarded_For="198.51.100.1", X_Real_IP="198.51.100.1")
    assert password_step(answer, password="guess").status == 429


def test_a_fresh_browser_for_each_guess_does_not_win_tries(wire, owner):
    answers = [password_step(wire(), password=f"guess {number}").status for number in range(7)]
    assert answers == [200] * 5 + [429] * 2


def test_trying_on_does_not_make_the_owner_wait_longer(wire, owner):
    for number in range(6):
        password_step(wire(), password=f"guess {number}")
    before = Budget.objects.get(kind="password").locked_until
    for number in range(5):
        password_step(wire(), password=f"later {number}")
    assert Budget.objects.get(kind="password").locked_until == before


def test_the_limit_by_network_stops_spraying_over_many_addresses(wire, transactional_db, network_limit):
    network_limit("sign_in", "10/minute")
    answers = [password_step(wire(), f"person{number}@hilltop.example", "Spring2026!").status for number in range(12)]
    assert answers == [200] * 10 + [429] * 2


def test_forty_codes_at_once_win_five_tries(wire, attacker, owner, mailbox):
    password_step(attacker)
    code = code_of(mailbox)
    cookies = dict(attacker.cookies)

    def guess(number):
        one = wire()
        one.cookies = dict(cookies)
        return one.post(CODE, {"code": f"{(int(code) + 1 + number) % 10**6:06d}"}).status

    at_once(guess, 40)
    assert PendingSignIn.objects.get(purpose="sign_in").wrong_codes == 5
    assert not Session.objects.filter(user__isnull=False).exists()


def test_the_right_code_is_no_use_after_five_wrong_ones(attacker, owner, mailbox):
    password_step(attacker)
    code = code_of(mailbox)
    for _try in range(5):
        attacker.post(CODE, {"code": wrong_of(code)})
    assert attacker.post(CODE, {"code": code}).location.startswith("/sign-in/")
    assert not Session.objects.filter(user__isnull=False).exists()


def test_starting_over_does_not_win_codes_beyond_the_hour(wire, owner, mailbox, settings):
    settings.SENDS_PER_HOUR = 50
    tried = 0
    for _flow in range(3):
        attacker = wire()
        password_step(attacker)
        code = code_of(mailbox)
        for _try in range(4):
            tried += attacker.post(CODE, {"code": wrong_of(code)}).status == 200
    assert tried == settings.STEP_UP_PER_HOUR
    attacker = wire()
    password_step(attacker)
    assert attacker.post(CODE, {"code": code_of(mailbox)}).status == 429


def test_asking_for_a_new_code_does_not_win_tries(attacker, owner, mailbox):
    password_step(attacker)
    code = code_of(mailbox)
    for _try in range(4):
        attacker.post(CODE, {"code": wrong_of(code)})
    PendingSignIn.objects.update(resend_at=timezone.now() - timedelta(seconds=1))
    assert attacker.post("/sign-in/resend/").location == f"{CODE}?resent=1"
    assert attacker.post(CODE, {"code": wrong_of(code_of(mailbox))}).location.endswith("?ended=1")


def test_a_hundred_codes_cannot_be_asked_for(attacker, owner, settings):
    password_step(attacker)
    for _try in range(20):
        PendingSignIn.objects.update(resend_at=timezone.now() - timedelta(seconds=1))
        attacker.post("/sign-in/resend/")
    assert Code.objects.count() <= settings.SENDS_PER_HOUR


def test_twenty_presses_on_resend_at_once_send_one(wire, attacker, owner):
    password_step(attacker)
    PendingSignIn.objects.update(resend_at=timezone.now() - timedelta(seconds=1))
    cookies = dict(attacker.cookies)

    def press(_number):
        one = wire()
        one.cookies = dict(cookies)
        return one.post("/sign-in/resend/").status

    at_once(press, 20)
    assert Code.objects.count() == 2


@pytest.mark.parametrize("code", ["+12345", "12345６", "1_2345", "٣٤٥٦٧٨", "0x1234", "1e5000", " ", "000000 or 1=1"])
def test_odd_digits_are_no_code(attacker, owner, mailbox, code):
    password_step(attacker)
    assert attacker.post(CODE, {"code": code}).status == 200 and PASSWORD not in attacker.cookies.values()
    assert not Session.objects.filter(user__isnull=False).exists()
