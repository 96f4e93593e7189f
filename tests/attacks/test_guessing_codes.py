"""Guessing codes: one after the other, all at once, in flow after flow."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Code, PendingSignIn, Session
from tests.attacks.conftest import code_of, password_step
from tests.threads import at_once

CODE = "/sign-in/code/"


def wrong_of(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06d}"


def test_forty_codes_at_once_win_five_tries(wire, attacker, owner, mailbox):
    password_step(attacker)
    code = code_of(mailbox)
    cookies = dict(attacker.cookies)

    def guess(number):
        one = wire()
        one.cookies = dict(cookies)
        return one.post(CODE, {"code": f"{(int(code) + 1 + number) % 10**6:06d}"}).status

    assert 500 not in at_once(guess, 40)
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
    assert attacker.post(CODE, {"code": code}).status == 200
    assert not Session.objects.filter(user__isnull=False).exists()
