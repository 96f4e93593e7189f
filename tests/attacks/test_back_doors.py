"""Doors that nobody should find."""

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Session, User
from accounts.roles import Role
from tests.accounts.test_staff_sign_in import code_for, key_on
from tests.attacks.conftest import APP, CODE, DOOR, RITA, code_of, password_step, staff_password
from tests.factories import register_form, reviewer


@pytest.mark.parametrize("path", ["/admin/login/", "/admin/password_change/", "/admin/logout/", "/admin/jsi18n/"])
def test_the_doors_of_the_stock_console_are_no_second_way_in(attacker, staff, path):
    answer = attacker.get(path)
    assert answer.status in (302, 404, 405) and 'type="password"' not in answer.body


@pytest.mark.parametrize(
    "path", ["/accounts/login/", "/login/", "/admin/auth/group/", "/admin/auth/user/", "/api/", "/.env"]
)
def test_there_is_nothing_where_others_have_a_door(attacker, console, path):
    assert console.get(path).status == 404
    assert attacker.get(path).status in (302, 404)


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.REVIEWER, Role.LEAD)])
def test_a_role_that_does_not_review_sees_no_case(wire, transactional_db, role):
    reviewer("Rita", RITA, role)
    browser = wire()
    staff_password(browser)
    browser.post(APP, {"code": code_for(key_on(browser.get(APP)))})
    assert browser.get("/admin/").status == 200
    assert {browser.get("/admin/reviews/case/").status, browser.post("/admin/reviews/case/claim-next/").status} == {403}


def test_nobody_raises_themselves_by_form(console):
    me = User.objects.get(email=RITA)
    for path in (
        f"/admin/accounts/user/{me.pk}/change/",
        "/admin/accounts/user/add/",
        f"/admin/accounts/user/{me.pk}/delete/",
    ):
        assert console.post(path, {"role": "administrator", "is_superuser": "on"}).status in (302, 403, 404, 405)
    me.refresh_from_db()
    assert me.role == Role.REVIEWER


def test_a_generated_password_is_changed_before_anything_else(wire, transactional_db):
    reviewer("Rita", RITA)
    User.objects.update(must_change_password=True)
    browser = wire()
    staff_password(browser)
    browser.post(APP, {"code": code_for(key_on(browser.get(APP)))})
    for path in ("/admin/", "/admin/reviews/case/"):
        assert browser.get(path).location == "/security/password/"
    assert browser.post("/admin/reviews/case/claim-next/").location == "/security/password/"


@pytest.mark.parametrize("command", ["createsuperuser", "changepassword"])
def test_the_stock_commands_make_no_superuser(transactional_db, command):
    with pytest.raises((CommandError, SystemExit)):
        call_command(command)
    assert not User.objects.exists()


def test_the_local_pages_are_not_there(attacker, transactional_db):
    for path in ("/local/mailbox/", "/local/mailbox/messages.json", "/local/codes/"):
        assert attacker.get(path).status == 404, path


def test_a_disabled_reviewer_is_out_at_the_next_request(console):
    User.objects.update(is_active=False)
    assert "sign-in" in console.get("/admin/").location


def test_registration_makes_no_staff(attacker, transactional_db, mailbox):
    page = attacker.get("/register/")
    raised = {"role": "administrator", "is_staff": "1", "status": "confirmed"}
    form = register_form(page, email="max@riverside.example", password="an evening by the lake", **raised)
    attacker.post("/register/", form, from_page="/register/")
    max_ = User.objects.get()
    assert (max_.role, max_.status) == ("", "unconfirmed")


def test_the_code_of_staff_cannot_be_had_by_mail(attacker, staff, mailbox):
    staff_password(attacker)
    assert attacker.post("/sign-in/resend/").location in ("/sign-in/", "/admin/sign-in/code/")
    assert not mailbox.all(to=RITA, kind="accounts/sign-in-code")


def test_a_merchants_flow_does_not_finish_at_the_staff_door(attacker, owner, mailbox):
    password_step(attacker)
    assert attacker.post(CODE, {"code": code_of(mailbox)}).location == DOOR
    assert not Session.objects.filter(user__isnull=False).exists()
