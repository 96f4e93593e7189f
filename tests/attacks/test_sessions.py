"""Sessions, cookies, CSRF and redirects."""

import pytest

from accounts.models import Browser, Session, User
from tests.attacks.conftest import OLIVE, code_of, password_step
from tests.factories import PASSWORD, confirmed_owner

INSIDE = "/application/"
ELSEWHERE = [
    "//evil.example/", "/\\evil.example/", "\\\\evil.example", "https://evil.example/", "https:evil.example",
    "javascript:alert(1)", "/\t/evil.example", "http://127.0.0.1:1/", "/ok\r\nSet-Cookie: a=b", "///evil.example",
    " //evil.example", "data:text/html,x",
]  # fmt: skip


def change_password(browser, new="a loud walk at dusk"):
    words = {"current_password": PASSWORD, "new_password": new, "new_password_again": new}
    return browser.post("/security/password/", words)


def is_in(browser) -> bool:
    return browser.get(INSIDE).status == 200


@pytest.mark.parametrize("wanted", ELSEWHERE)
def test_a_sign_in_leads_to_no_other_place(attacker, owner, mailbox, wanted):
    password_step(attacker, next=wanted)
    answer = attacker.post("/sign-in/code/", {"code": code_of(mailbox)})
    assert answer.location == INSIDE and "evil" not in str(answer.headers)


@pytest.mark.parametrize("wanted", ELSEWHERE[:6])
def test_a_change_of_language_leads_to_no_other_place(attacker, owner, wanted):
    assert attacker.post("/language/", {"language": "ru", "next": wanted}).location == "/"


def test_a_session_planted_before_the_sign_in_is_not_the_one_after_it(wire, owner, mailbox):
    browser = wire()
    browser.cookies["session"] = "planted0planted0planted0planted0"
    password_step(browser)
    before = browser.cookies["session"]
    browser.post("/sign-in/code/", {"code": code_of(mailbox)})
    assert len({"planted0planted0planted0planted0", before, browser.cookies["session"]}) == 3
    thief = wire()
    for key in ("planted0planted0planted0planted0", before):
        thief.cookies["session"] = key
        assert not is_in(thief)


def test_a_session_of_a_flow_that_was_planted_does_not_get_the_flow_of_another(wire, owner, mailbox):
    thief, browser = wire(), wire()
    confirmed_owner("Sam", "sam@fernhill.example")
    password_step(thief, "sam@fernhill.example")
    browser.cookies["session"] = thief.cookies["session"]
    password_step(browser)
    assert thief.post("/sign-in/code/", {"code": code_of(mailbox)}).location.startswith("/sign-in/")
    assert not is_in(thief)


def test_a_signed_out_session_is_dead(wire, victim):
    stolen = dict(victim.cookies)
    victim.post("/sign-out/")
    thief = wire()
    thief.cookies = stolen
    assert not is_in(thief) and not Session.objects.exists()


def test_signing_out_takes_a_press_and_a_token(victim):
    assert victim.get("/sign-out/").status == 405
    assert victim.send("POST", "/sign-out/", b"").status == 403 and is_in(victim)


def test_the_key_in_the_database_is_not_the_cookie(wire, victim):
    thief = wire()
    thief.cookies["session"] = Session.objects.get().session_key
    assert not is_in(thief)


def test_a_change_of_password_ends_the_other_sessions(wire, victim, mailbox):
    thief = wire()
    password_step(thief)
    thief.post("/sign-in/code/", {"code": code_of(mailbox)})
    assert is_in(thief)
    change_password(victim)
    assert is_in(victim) and not is_in(thief)


def test_a_change_of_password_ends_stolen_sessions(wire, victim, owner):
    thief = wire()
    thief.cookies = dict(victim.cookies)
    change_password(victim)
    assert is_in(victim) and not is_in(thief)


def test_a_stolen_session_cannot_change_the_password_without_knowing_it(victim, owner):
    before = User.objects.get().password
    form = {
        "current_password": "guess",
        "new_password": "mine now, all of it",
        "new_password_again": "mine now, all of it",
    }
    assert victim.post("/security/password/", form).status == 200
    assert User.objects.get().password == before


@pytest.mark.parametrize(
    "path",
    ["/sign-in/", "/register/", "/sign-in/code/", "/sign-out/", "/language/", "/application/check/", "/admin/sign-in/"],
)
@pytest.mark.parametrize("token", ["", "x" * 32, "y" * 64])
def test_a_form_of_another_site_is_refused(victim, path, token):
    body = f"csrfmiddlewaretoken={token}&email={OLIVE}&password=x&language=ru".encode()
    kind = "application/x-www-form-urlencoded"
    assert victim.send("POST", path, body, Content_Type=kind).status == 403


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://testserver.evil.example"])
def test_the_right_token_from_another_origin_is_refused(victim, origin):
    assert victim.post("/sign-out/", {}, Origin=origin).status == 403 and is_in(victim)


def test_cookies_cannot_be_read_by_script_nor_sent_by_other_sites(wire, owner, mailbox):
    browser, seen = wire(), {}
    seen |= browser.get("/sign-in/").set_cookies
    seen |= password_step(browser).set_cookies
    seen |= browser.post("/sign-in/code/", {"code": code_of(mailbox)}).set_cookies
    assert {"csrf", "session", "browser"} <= set(seen)
    for name, morsel in seen.items():
        assert morsel["httponly"] and morsel["samesite"] == "Lax" and not morsel["domain"] and morsel["path"] == "/", (
            name
        )


def test_private_pages_are_kept_by_no_cache(victim):
    for path in (INSIDE, "/security/password/", "/application/company/"):
        assert "no-store" in victim.get(path).header("Cache-Control"), path


def test_a_stolen_browser_cookie_is_worth_nothing_without_the_password(wire, victim):
    thief = wire()
    thief.cookies["browser"] = victim.cookies["browser"]
    assert not is_in(thief) and password_step(thief, password="guess").status == 200


def test_a_stolen_known_browser_still_has_to_know_the_code(wire, victim):
    thief = wire()
    thief.cookies["browser"] = victim.cookies["browser"]
    assert password_step(thief).location == "/sign-in/code/" and Browser.objects.get().trusted_until is None
