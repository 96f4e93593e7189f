"""Replay of codes, and steps left out."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Code, PendingSignIn, Session, User
from tests.attacks.conftest import code_of, password_step
from tests.factories import confirmed_owner
from tests.threads import at_once

CODE, INSIDE = "/sign-in/code/", "/application/"


def signed_in_people() -> int:
    return Session.objects.filter(user__isnull=False).count()


def test_a_code_is_good_once(wire, victim, mailbox):
    used = code_of(mailbox)
    attacker = wire()
    password_step(attacker)
    code_of(mailbox)
    assert attacker.post(CODE, {"code": used}).status == 200 and signed_in_people() == 1


def test_the_code_of_another_flow_is_no_use(wire, owner, mailbox):
    one, other = wire(), wire()
    password_step(one)
    code = code_of(mailbox)
    password_step(other)
    assert other.post(CODE, {"code": code}).status == 200 and not signed_in_people()


def test_the_code_of_another_person_is_no_use(wire, owner, mailbox):
    confirmed_owner("Max", "max@riverside.example")
    attacker = wire()
    password_step(attacker, "max@riverside.example")
    own = code_of(mailbox, "max@riverside.example")
    password_step(attacker)
    attacker.post(CODE, {"code": own})
    assert not signed_in_people()


def test_an_old_code_is_past_its_time(attacker, owner, mailbox):
    password_step(attacker)
    code = code_of(mailbox)
    Code.objects.update(expires_at=timezone.now())
    assert attacker.post(CODE, {"code": code}).status == 200 and not signed_in_people()


def test_the_third_newest_code_is_dead(attacker, owner, mailbox):
    password_step(attacker)
    first = code_of(mailbox)
    for _again in range(2):
        PendingSignIn.objects.update(resend_at=timezone.now() - timedelta(seconds=1))
        attacker.post("/sign-in/resend/")
        code_of(mailbox)
    assert attacker.post(CODE, {"code": first}).status == 200 and not signed_in_people()


def test_a_right_code_twenty_times_at_once_makes_one_session(wire, attacker, owner, mailbox):
    password_step(attacker)
    code, cookies = code_of(mailbox), dict(attacker.cookies)

    def answer(_number):
        one = wire()
        one.cookies = dict(cookies)
        return one.post(CODE, {"code": code}).status

    assert set(at_once(answer, 20)) == {302} and signed_in_people() == 1


@pytest.mark.parametrize("path", [INSIDE, "/home/", "/security/password/", "/application/company/", "/admin/"])
def test_after_the_password_alone_nothing_is_open(attacker, owner, path):
    password_step(attacker)
    assert "sign-in" in attacker.get(path).location


def test_the_code_page_needs_a_password_first(attacker, owner):
    assert (
        attacker.get(CODE).location == "/sign-in/" and attacker.post(CODE, {"code": "000000"}).location == "/sign-in/"
    )


def test_a_step_made_up_in_the_form_is_not_believed(attacker, owner):
    password_step(attacker)
    attacker.post(CODE, {"step": "done", "verified": "1", "user": owner.pk, "pending": "1", "code": "000000"})
    assert not signed_in_people()


def test_a_flow_ends_when_the_password_changes_meanwhile(attacker, owner, mailbox):
    password_step(attacker)
    code = code_of(mailbox)
    User.objects.update(security_stamp="another")
    assert attacker.post(CODE, {"code": code}).location == "/sign-in/" and not signed_in_people()


def test_a_flow_ends_when_the_person_is_disabled_meanwhile(attacker, owner, mailbox):
    password_step(attacker)
    code = code_of(mailbox)
    User.objects.update(is_active=False)
    attacker.post(CODE, {"code": code})
    assert not signed_in_people()


def test_a_flow_ends_by_its_time(attacker, owner, mailbox):
    password_step(attacker)
    code = code_of(mailbox)
    PendingSignIn.objects.update(expires_at=timezone.now())
    attacker.post(CODE, {"code": code})
    assert not signed_in_people()
