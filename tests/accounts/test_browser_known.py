"""A browser that proved itself has a budget of its own: a stranger's wrong passwords never shut the owner out."""

import pytest
from django.test import Client

from accounts.actions import browsers
from accounts.client_info import ClientInfo
from accounts.models import Browser, User
from merchant_portal.crypto import keyed_hash
from tests.accounts.test_sign_in_begin import ADDRESS, sign_in
from tests.accounts.test_sign_in_lock import lock
from tests.factories import PASSWORD, confirmed_owner
from tests.pages import PageCheckingClient
from tests.threads import at_once

CODE = "/sign-in/code/"


def step_up(client, mailbox, email=ADDRESS, **posted):
    """Signs in by password and mailed code, and returns the answer to the code."""
    sign_in(client, email=email)
    return client.post(CODE, {"code": mailbox.latest(to=email, kind="accounts/sign-in-code").code, **posted})


def test_a_step_up_makes_the_browser_known_and_hands_it_one_secret(client, olive, mailbox):
    answer = step_up(client, mailbox)
    cookie = answer.cookies["browser"]
    assert cookie["httponly"] and cookie["samesite"] == "Lax" and cookie["max-age"] == 400 * 24 * 3600
    row = Browser.objects.get()
    assert (row.user, row.stamp, row.trusted_until) == (olive, olive.security_stamp, None)
    assert row.secret_hash == keyed_hash("browser", cookie.value) and cookie.value not in row.secret_hash


def test_no_cookie_is_set_before_the_second_step(client, olive):
    assert "browser" not in sign_in(client).cookies and "browser" not in sign_in(client, password="wrong").cookies
    assert not Browser.objects.exists()


def test_the_same_browser_stays_one_row_and_keeps_its_secret(client, olive, mailbox):
    first = step_up(client, mailbox).cookies["browser"].value
    client.post("/sign-out/")
    assert step_up(client, mailbox).cookies["browser"].value == first and Browser.objects.count() == 1


def test_two_people_at_one_browser_have_a_row_each(client, olive, mailbox):
    confirmed_owner("Sam", "sam@hilltop.example")
    first = step_up(client, mailbox).cookies["browser"].value
    client.post("/sign-out/")
    assert step_up(client, mailbox, "sam@hilltop.example").cookies["browser"].value == first
    assert Browser.objects.filter(secret_hash=keyed_hash("browser", first)).count() == 2


def test_a_strangers_lock_does_not_shut_the_known_browser_out(signed_in, another_browser, olive):
    signed_in.post("/sign-out/")
    lock(another_browser)
    assert sign_in(another_browser).status_code == 429
    assert sign_in(signed_in)["Location"] == CODE


def test_the_known_browsers_own_lock_leaves_strangers_theirs(signed_in, another_browser, olive):
    signed_in.post("/sign-out/")
    assert lock(signed_in)[-1].status_code == 429
    assert sign_in(another_browser)["Location"] == CODE


@pytest.mark.parametrize("secret", ["", "guessed", "x" * 5000, "\x00", "%D0%96"])
def test_a_made_up_cookie_has_the_budget_of_strangers(client, another_browser, olive, secret):
    another_browser.cookies["browser"] = secret
    lock(another_browser)
    assert sign_in(client).status_code == 429


def test_the_cookie_of_another_person_has_the_budget_of_strangers(client, another_browser, olive, mailbox):
    confirmed_owner("Sam", "sam@hilltop.example")
    step_up(another_browser, mailbox, "sam@hilltop.example")
    another_browser.post("/sign-out/")
    lock(another_browser)
    assert sign_in(client).status_code == 429


def test_a_new_security_stamp_ends_what_was_known(signed_in, client, olive):
    User.objects.filter(pk=olive.pk).update(security_stamp="another")
    secret = signed_in.cookies["browser"].value
    assert not Browser.objects.with_secret(secret).under_current_stamp().exists()


def test_the_browser_in_which_the_password_is_changed_stays_known(signed_in, olive):
    new = "a loud walk at dusk"
    signed_in.post(
        "/security/password/",
        {"current_password": PASSWORD, "new_password": new, "new_password_again": new},
    )
    olive.refresh_from_db()
    assert Browser.objects.under_current_stamp().get().user == olive


def test_a_rotated_pepper_still_knows_the_browser(signed_in, olive, settings):
    settings.CODE_PEPPERS = ["n" * 40, *settings.CODE_PEPPERS]
    secret = signed_in.cookies["browser"].value
    client = ClientInfo(browser="", network="", secret=secret, has_cookie=True)
    assert browsers.known_to(client, olive.email_key).user == olive
    browsers.remember(client, olive)
    assert Browser.objects.get().secret_hash == keyed_hash("browser", secret)


@pytest.mark.django_db(transaction=True)
def test_forty_wrong_passwords_at_once_from_a_known_browser_spend_five_and_no_strangers_try(mailbox, monkeypatch):
    monkeypatch.setattr("accounts.hashers.WAIT_SECONDS", 30)
    confirmed_owner("Olive Tan", ADDRESS)
    known = PageCheckingClient()
    step_up(known, mailbox)
    secret = known.cookies["browser"].value

    def guess(number):
        client = Client()
        client.cookies["browser"] = secret
        return sign_in(client, password=f"guess {number}").status_code

    assert sorted(at_once(guess, 40)) == [200] * 5 + [429] * 35
    assert sign_in(Client())["Location"] == CODE
