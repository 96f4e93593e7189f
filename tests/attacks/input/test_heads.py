"""Whatever stands in the head of a request: never a fault of ours, never another host or person than the real one."""

import pytest
from django.test import Client

from tests.attacks.input import cast, staff_cast
from tests.attacks.input.test_posts import shown
from tests.attacks.input.values import FORM, encoded
from tests.attacks.input.watch import Watch

pytestmark = pytest.mark.django_db
HOSTS = (
    "evil.example", "testserver.evil.example", "evil.example:80@testserver", "testserver:x", "",
    "[::1", "testserver\x00", "testserver/..", "testserver, evil.example", "\xef\xbd\x94estserver",
    "x" * 10_000, " testserver", "TESTSERVER.", "testserver?x", "127.0.0.1.evil.example", "%74estserver",
)  # fmt: skip
GARBAGE = (
    "", "\x00", "a\r\nSet-Cookie: x=1", "\xff\xfe\xed\xa0\x80", "%00%FF", "x" * 100_000, "," * 5000, '"', "\\", ";=;=",
    "-1", "9" * 400, "1e999", "*;q=x", "fe80::1%eth0", "::ffff:203.0.113.9", "203.0.113.9, fe80::1%" + "a" * 200,
    "0x7f.1", "unknown, , _hidden, 203.0.113.9:4711", "[2001:db8::1]:4711",
    "for=203.0.113.9;proto=https", "https, http",
    "W/\"x\"", "bytes=0-,0-,0-", "Mon, 99 Foo 9999 99:99:99 GMT", "zh-hans" * 50, "{{7*7}}%s{0}", "null",
)  # fmt: skip
HEADERS = (
    "HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST", "HTTP_X_FORWARDED_PORT",
    "HTTP_FORWARDED", "HTTP_X_REAL_IP", "HTTP_X_PORTAL_FORWARDED_PROTO", "HTTP_USER_AGENT",
    "HTTP_ACCEPT_LANGUAGE", "HTTP_ACCEPT",
    "HTTP_REFERER", "HTTP_ORIGIN", "HTTP_RANGE", "HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE",
    "HTTP_X_REQUESTED_WITH", "HTTP_X_CSRFTOKEN", "HTTP_AUTHORIZATION", "HTTP_CONTENT_ENCODING",
    "HTTP_TRANSFER_ENCODING", "HTTP_EXPECT", "HTTP_X_ORIGINAL_URL", "HTTP_X_HTTP_METHOD_OVERRIDE",
)  # fmt: skip
COOKIES = ("session", "csrf", "language", "registration", "reset", "browser", "messages")


@pytest.fixture(params=[False, True], ids=["as the world comes", "from a proxy that is trusted"])
def behind_a_proxy(request, settings):
    if request.param:
        settings.TRUSTED_PROXIES = [cast.LOOPBACK]


def ask_with(watch, stage, what, **headers):
    """Asks for two pages, and posts what does most in this state, with `headers`."""
    for method, path, fields in (("GET", "/sign-in/", {}), ("GET", "/application/", {}), stage.does_most):
        body = {"data": encoded(fields), "content_type": FORM} if method == "POST" else {}
        yield from watch.send(what, path, method=method, **body, **headers)
        if b"evil.example" in watch.text:
            yield f"{path}, {what}: the page speaks of evil"


def turns(names):
    """Yields heads in which every name meets every value once."""
    for turn in range(len(GARBAGE)):
        yield f"turn {turn}", {name: GARBAGE[(turn + place) % len(GARBAGE)] for place, name in enumerate(names)}


def does_most(who, mailbox):
    """Returns the stage, with the request that writes the most there."""
    stage = who(mailbox)
    stage.does_most = {
        cast.has_account: ("POST", "/sign-in/", {"email": cast.OLIVE, "password": "wrong"}),
        cast.asked_by_mail: ("POST", "/sign-in/code/", stage.fields | {"trust_browser": "on"}),
    }[who]
    return stage


@pytest.mark.parametrize("who", [cast.has_account, cast.asked_by_mail], ids=lambda who: who.__name__)
def test_no_header_breaks_a_page(who, mailbox, behind_a_proxy):
    stage = does_most(who, mailbox)
    watch = Watch(stage.client, kept=("\r", "\xfe"))
    faults = [fault for what, head in turns(HEADERS) for fault in ask_with(watch, stage, what, **head)]
    assert not faults, shown(faults)


def test_another_host_is_no_page_of_ours(mailbox):
    stage = does_most(cast.has_account, mailbox)
    watch, faults = Watch(stage.client), []
    for host in HOSTS:
        faults += ask_with(watch, stage, host[:40], HTTP_HOST=host)
        if watch.answer.status_code != 400 and host not in ("TESTSERVER.",):
            faults.append(f"{host[:40]!r} is answered {watch.answer.status_code}")
    assert not faults, shown(faults)


@pytest.mark.parametrize("form", ["{0}={1}; {0}", '{0}="{1}"; {0}=x'])
def test_no_cookie_breaks_a_page(form, mailbox):
    stage = does_most(cast.has_account, mailbox)
    watch, faults = Watch(stage.client), []
    for what, held in turns(COOKIES):
        head = "; ".join(form.format(name, text) for name, text in held.items())
        faults += ask_with(watch, stage, what, HTTP_COOKIE=head)
    assert not faults, shown(faults)


def test_no_cookie_breaks_a_page_alone(mailbox):
    watch, faults = Watch(cast.has_account(mailbox).client), []
    for name in COOKIES:
        for text in GARBAGE:
            faults += watch.send(text[:20], "/reset/code/", method="GET", HTTP_COOKIE=f"{name}={text}")
    assert not faults, shown(faults)


@pytest.mark.parametrize("order", ["{mine}; session=x", "session=x; {mine}", "{mine}; {mine}", "{other}; {mine}"])
def test_two_session_cookies_open_at_most_one_of_them(order, mailbox):
    """Which one counts is the parser's to say; nobody gets in who was in neither."""
    mine = cast.signed_in(mailbox).client.cookies["session"].value
    other = staff_cast.asked_staff(mailbox).client.cookies["session"].value
    cookie = order.format(mine=f"session={mine}", other=f"session={other}")
    answer = Client().get("/application/", headers={"Cookie": cookie})
    assert answer.status_code == 200 or answer["Location"].startswith("/sign-in/")
    assert Client().get("/admin/", headers={"Cookie": cookie}).status_code == 302


def test_no_forged_token_passes_the_check_of_origin(mailbox):
    cast.has_account(mailbox)
    browser, posted = Client(enforce_csrf_checks=True), {"email": cast.OLIVE, "password": cast.PASSWORD}
    browser.get("/sign-in/")
    for token in GARBAGE:
        for headers in ({}, {"X-CSRFToken": token}, {"Cookie": f"csrf={token}"}):
            answer = browser.post("/sign-in/", posted | {"csrfmiddlewaretoken": token}, headers=headers)
            assert answer.status_code == 403, token
