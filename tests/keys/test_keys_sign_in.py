"""A new first key, or a process that knows the keys in another order, ends no sign-in, session or trust."""

import pytest
from django.test import Client

from accounts.models import Session
from tests.accounts import apps, changing
from tests.accounts.codes import keep, recover
from tests.accounts.proving import age_proof, prove
from tests.accounts.test_browser_known import step_up
from tests.accounts.test_code_send import ready_to_resend
from tests.accounts.test_sign_in_begin import ADDRESS, sign_in
from tests.accounts.test_staff_sign_in import code_for, enrol, key_on, password_step
from tests.keys.keys import one_by_one
from tests.threads import at_once

CODE, INSIDE = "/sign-in/code/", "/application/"


@one_by_one
def test_a_mailed_code_signs_in(client, olive, mailbox, keys):
    sign_in(client)
    code = mailbox.latest(to=ADDRESS).code
    keys.rotate()
    assert client.post(CODE, {"code": code})["Location"] == INSIDE
    assert client.get(INSIDE).status_code == 200


def test_a_code_that_waited_in_the_outbox_signs_in(client, olive, mailbox, keys):
    sign_in(client)
    keys.rotate()
    assert client.post(CODE, {"code": mailbox.latest(to=ADDRESS).code})["Location"] == INSIDE


def test_a_code_of_one_process_signs_in_at_the_other(client, olive, mailbox, keys):
    keys.rotate()
    sign_in(client)
    code = mailbox.latest(to=ADDRESS).code
    keys.swap()
    assert client.post(CODE, {"code": code})["Location"] == INSIDE
    keys.swap()
    assert client.get(INSIDE).status_code == 200


def test_a_code_sent_again_signs_in(client, olive, mailbox, keys):
    sign_in(client)
    keys.rotate()
    ready_to_resend()
    client.post("/sign-in/resend/")
    assert client.post(CODE, {"code": mailbox.latest(to=ADDRESS).code})["Location"] == INSIDE


def test_a_texted_code_signs_in(client, olive_with_phone, phone, keys):
    sign_in(client)
    code = phone.latest().code
    keys.rotate()
    assert client.post(CODE, {"code": code})["Location"] == INSIDE


def test_the_app_signs_in(signed_in, another_browser, keys):
    key = apps.set_up(signed_in)
    sign_in(another_browser)
    keys.rotate()
    assert another_browser.post(CODE, {"code": code_for(key, 30)})["Location"] == INSIDE


def test_a_recovery_code_signs_in_once(signed_in, another_browser, keys):
    apps.set_up(signed_in)
    codes = keep(signed_in)
    keys.rotate()
    assert recover(another_browser, codes[3])["Location"] == INSIDE
    keys.swap()
    assert "This recovery code was used on" in recover(Client(), codes[3]).content.decode()


def test_staff_sign_in(client, another_browser, rita, keys):
    key = enrol(client)
    password_step(another_browser)
    keys.rotate()
    assert another_browser.post("/admin/sign-in/code/", {"code": code_for(key, 30)})["Location"] == "/admin/"
    assert client.get("/admin/").status_code == 200


def test_staff_set_up_the_app_that_they_were_shown(client, rita, keys):
    password_step(client)
    key = key_on(client.get("/admin/sign-in/app/"))
    keys.rotate()
    client.post("/admin/sign-in/app/", {"code": code_for(key)})
    assert client.get("/admin/").status_code == 200


@one_by_one
def test_a_session_lives_on_and_keeps_its_key(signed_in, keys):
    before = Session.objects.get().pk
    keys.rotate()
    for _ in range(3):
        assert signed_in.get("/security/").status_code == 200
        keys.swap()
    assert Session.objects.get().pk == before


@pytest.mark.django_db(transaction=True)
def test_a_session_lives_on_through_two_requests_at_once(signed_in, settings, keys):
    keys.rotate()
    name = settings.SESSION_COOKIE_NAME
    key = signed_in.cookies[name].value
    before = Session.objects.get().pk

    def look(_number):
        browser = Client()
        browser.cookies[name] = key
        return browser.get(INSIDE).status_code

    assert at_once(look, 2) == [200, 200]
    assert Session.objects.get().pk == before and signed_in.get(INSIDE).status_code == 200


@one_by_one
def test_a_trusted_browser_stays_one_and_trusted(client, olive, mailbox, keys):
    step_up(client, mailbox, trust_browser="on")
    keys.rotate()
    for _ in range(3):
        client.post("/sign-out/")
        assert sign_in(client)["Location"] == INSIDE
        assert olive.browsers.count() == 1
        keys.swap()


def test_who_is_there_is_proven_again(signed_in, keys):
    age_proof(signed_in)
    assert changing.begin(signed_in)["Location"].startswith("/confirm-it-is-you/")
    keys.rotate()
    assert prove(signed_in, next=changing.PAGE)["Location"] == changing.PAGE
    assert changing.begin(signed_in)["Location"] == changing.CODE
