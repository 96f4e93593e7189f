"""Guessing passwords: one after the other, all at once, from everywhere."""

import pytest

from accounts.models import AttemptRecord
from tests.attacks.conftest import OLIVE, password_step
from tests.factories import confirmed_owner
from tests.threads import at_once


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
    before = AttemptRecord.objects.get(kind="password").locked_until
    for number in range(5):
        password_step(wire(), password=f"later {number}")
    assert AttemptRecord.objects.get(kind="password").locked_until == before


def test_the_limit_by_network_stops_spraying_over_many_addresses(wire, transactional_db, network_limit):
    network_limit("sign_in", "10/minute")
    answers = [password_step(wire(), f"person{number}@hilltop.example", "Spring2026!").status for number in range(12)]
    assert answers == [200] * 10 + [429] * 2
