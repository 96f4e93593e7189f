"""A sign-in from a browser that was not known is told by mail, once."""

import pytest

from tests.accounts.test_browser_known import step_up
from tests.accounts.test_sign_in_begin import ADDRESS, sign_in
from tests.accounts.test_staff_sign_in import enrol
from tests.factories import register_form

NEW = "accounts/new-browser"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:130.0) Gecko/20100101 Firefox/130.0"
WECHAT = (
    "Mozilla/5.0 (Linux; Android 13; V2148A) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/116.0.0.0 "
    "Mobile Safari/537.36 MicroMessenger/8.0.43.2480(0x28002B51) WeChat/arm64 NetType/4G Language/zh_CN"
)


def test_a_new_browser_is_named_with_its_time_and_rough_place(client, olive, mailbox):
    client.defaults |= {"HTTP_USER_AGENT": FIREFOX, "REMOTE_ADDR": "203.0.113.77"}
    step_up(client, mailbox)
    email = mailbox.latest(to=ADDRESS, kind=NEW)
    assert "Firefox, Windows" in email.text and "203.0.113.x" in email.text and "203.0.113.77" not in email.text
    assert email.link == "/security/password/" and "Firefox" in email.html


@pytest.mark.parametrize("header", ["", "\x01\x02", "curl/8", "x" * 100_000, WECHAT])
def test_a_header_of_any_kind_is_borne(client, olive, mailbox, header):
    client.defaults["HTTP_USER_AGENT"] = header
    assert step_up(client, mailbox).status_code == 302
    assert mailbox.latest(to=ADDRESS, kind=NEW)


def test_a_known_browser_is_not_notified_again(client, olive, mailbox):
    step_up(client, mailbox)
    client.post("/sign-out/")
    step_up(client, mailbox)
    assert len(mailbox.all(kind=NEW)) == 1


def test_a_second_browser_is(client, another_browser, olive, mailbox):
    step_up(client, mailbox)
    step_up(another_browser, mailbox)
    assert len(mailbox.all(kind=NEW)) == 2


def test_the_browser_that_registered_is_known_without_a_mail(client, db, mailbox):
    client.post("/register/", register_form(client.get("/register/")))
    client.post(mailbox.latest(kind="accounts/confirm-email").link)
    client.post("/sign-out/")
    step_up(client, mailbox)
    assert not mailbox.all(kind=NEW)


def test_a_password_alone_is_not_reported(client, olive, mailbox):
    sign_in(client)
    assert not mailbox.all(kind=NEW)


def test_staff_are_notified_too(client, rita, mailbox):
    enrol(client, rita.email)
    assert mailbox.latest(to=rita.email, kind=NEW)
