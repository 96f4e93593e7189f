"""A new first key, or two processes that know the keys in another order, end nothing that is under way."""

from datetime import timedelta

import pytest
from django.test import Client

from accounts.models import Session, User
from merchant_portal import clock
from tests.accounts import apps, changing, resetting
from tests.accounts.codes import keep, recover
from tests.accounts.keys import NEW, Keys
from tests.accounts.test_browser_known import step_up
from tests.accounts.test_sign_in_begin import ADDRESS, sign_in
from tests.accounts.test_sign_in_lock import lock
from tests.accounts.test_staff_sign_in import code_for, enrol, password_step
from tests.factories import PASSWORD, register_form

CODE, INSIDE = "/sign-in/code/", "/application/"
KEYS = [*NEW, "all"]


@pytest.fixture(params=KEYS)
def keys(settings, request):
    return Keys(settings, request.param)


def test_a_registration_is_confirmed_and_signs_in(client, db, mailbox, keys):
    client.post("/register/", register_form(client.get("/register/")))
    link = mailbox.latest(to=ADDRESS).link
    keys.rotate()
    assert client.post(link)["Location"] == INSIDE
    keys.swap()
    assert client.get(INSIDE).status_code == 200


def test_a_form_that_is_sent_twice_registers_once(client, db, keys):
    form = register_form(client.get("/register/"))
    client.post("/register/", form)
    keys.rotate()
    client.post("/register/", form)
    assert User.objects.count() == 1


def test_a_mailed_code_signs_in(client, olive, mailbox, keys):
    sign_in(client)
    code = mailbox.latest(to=ADDRESS).code
    keys.rotate()
    assert client.post(CODE, {"code": code})["Location"] == INSIDE


def test_a_texted_code_signs_in(client, olive_with_phone, phone, keys):
    sign_in(client)
    code = phone.latest().code
    keys.rotate()
    assert client.post(CODE, {"code": code})["Location"] == INSIDE


def test_a_code_that_waited_in_the_outbox_signs_in(client, olive, mailbox, keys):
    sign_in(client)
    keys.rotate()
    assert client.post(CODE, {"code": mailbox.latest(to=ADDRESS).code})["Location"] == INSIDE


def test_the_app_signs_in(signed_in, another_browser, keys):
    key = apps.set_up(signed_in)
    sign_in(another_browser)
    keys.rotate()
    assert another_browser.post(CODE, {"code": code_for(key, 30)})["Location"] == INSIDE


def test_a_recovery_code_signs_in(signed_in, another_browser, keys):
    apps.set_up(signed_in)
    codes = keep(signed_in)
    keys.rotate()
    assert recover(another_browser, codes[3])["Location"] == INSIDE


def test_a_reset_goes_on_at_every_step(client, olive, mailbox, keys):
    code = resetting.asked(client, mailbox)
    keys.rotate()
    assert resetting.give_code(client, code)["Location"] == resetting.PASSWORD_PAGE
    keys.swap()
    assert "for=" in resetting.set_password(client)["Location"]
    keys.swap()
    assert sign_in(client, password=resetting.NEW).status_code == 302


def test_a_change_of_address_is_proven_at_both_ends_and_undone(signed_in, client, olive, mailbox, keys):
    changing.begin(signed_in)
    keys.rotate()
    changing.answer(signed_in, mailbox, changing.NEW)
    keys.swap()
    changing.answer(signed_in, mailbox, changing.OLD)
    assert User.objects.get().email == changing.NEW
    link = mailbox.latest(to=changing.OLD, kind="accounts/email-changed").link
    keys.swap()
    Client().post(link)
    assert User.objects.get().email == changing.OLD


def test_a_link_unlocks(client, another_browser, olive, mailbox, keys):
    lock(another_browser)
    link = mailbox.latest(to=ADDRESS, kind="accounts/locked").link
    keys.rotate()
    client.post(link, {"answer": "me"})
    assert sign_in(client)["Location"] == CODE


def test_a_trusted_browser_stays_one_and_trusted(client, olive, mailbox, keys):
    step_up(client, mailbox, trust_browser="on")
    for _ in range(3):
        client.post("/sign-out/")
        keys.rotate() if _ == 0 else keys.swap()
        assert sign_in(client)["Location"] == INSIDE
    assert olive.browsers.count() == 1


def test_staff_sign_in(client, another_browser, rita, keys):
    key = enrol(client)
    password_step(another_browser)
    keys.rotate()
    assert another_browser.post("/admin/sign-in/code/", {"code": code_for(key, 30)})["Location"] == "/admin/"
    assert client.get("/admin/").status_code == 200


def test_a_session_lives_on_and_keeps_its_key(signed_in, keys):
    before = Session.objects.get().pk
    keys.rotate()
    for _ in range(3):
        keys.swap()
        assert signed_in.get("/security/").status_code == 200
    assert Session.objects.get().pk == before


def test_who_is_there_is_proven_again(signed_in, olive, keys):
    Session.objects.update(stepped_up_at=clock.now() - timedelta(hours=1))
    keys.rotate()
    answer = signed_in.post("/confirm-it-is-you/", {"password": PASSWORD, "next": "/security/password/"})
    assert answer["Location"] == "/security/password/"
