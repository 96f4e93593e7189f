"""Enumeration: does an answer tell whether somebody has an account?"""

import re

import pytest

from tests.attacks.conftest import OLIVE, password_step
from tests.factories import confirmed_owner, register_form, registered_owner, reviewer

NOBODY = "nobody@hilltop.example"  # as long as Olive's


def bare(answer) -> tuple:
    """Returns what an answer tells, without tokens, times and the address that was typed."""
    body = re.sub(r'(csrfmiddlewaretoken" value=|form_id" value=)"[^"]+"', r"\1", answer.body)
    body = re.sub(r'datetime="[^"]+"|\d\d:\d\d(:\d\d)?', "", body).replace(OLIVE, "…").replace(NOBODY, "…")
    names = sorted(name for name, _value in answer.headers if name.lower() not in ("date", "content-length"))
    return answer.status, names, sorted(answer.set_cookies), body


def wrong(wire, email, **more):
    return bare(password_step(wire(), email, "a wrong guess", **more))


def test_a_wrong_password_reads_like_an_unknown_address(wire, owner):
    assert wrong(wire, OLIVE) == wrong(wire, NOBODY)


def test_an_unconfirmed_person_reads_like_an_unknown_address(wire, transactional_db):
    registered_owner("Olive Tan", OLIVE)
    assert wrong(wire, OLIVE) == wrong(wire, NOBODY)


def test_a_disabled_person_with_the_right_password_reads_like_an_unknown_address(wire, owner):
    type(owner).objects.update(is_active=False)
    assert bare(password_step(wire(), OLIVE)) == bare(password_step(wire(), NOBODY))


def test_staff_at_the_merchants_door_read_like_an_unknown_address(wire, transactional_db):
    reviewer("Olive", OLIVE)
    assert bare(password_step(wire(), OLIVE)) == bare(password_step(wire(), NOBODY))


def test_a_merchant_at_the_staff_door_reads_like_an_unknown_address(wire, owner):
    def at(email):
        form = {"email": email, "password": "a quiet walk at noon"}
        return bare(wire().post("/admin/sign-in/", form, from_page="/admin/sign-in/"))

    assert at(OLIVE) == at(NOBODY)


@pytest.mark.parametrize("tries", [4, 5, 6])
def test_the_lock_comes_at_the_same_try_and_reads_the_same(wire, owner, tries):
    def last(email):
        browser = wire()
        for number in range(tries):
            answer = password_step(browser, email, f"guess {number}")
        return bare(answer)

    assert last(OLIVE) == last(NOBODY)


def register(wire, email):
    browser = wire()
    page = browser.get("/register/")
    form = register_form(page, contact_name="Max", email=email, password="an evening by the lake")
    answer = browser.post("/register/", form, from_page="/register/")
    return browser, answer


def test_registering_a_known_address_reads_like_an_unknown_one(wire, owner):
    (one, known), (two, unknown) = register(wire, OLIVE), register(wire, NOBODY)
    assert bare(known) == bare(unknown)
    pages = [bare(browser.get("/register/check-inbox/")) for browser in (one, two)]
    assert pages[0] == pages[1]


def test_sending_the_link_again_reads_the_same_for_a_known_address(wire, owner):
    answers = [bare(register(wire, email)[0].post("/register/resend/")) for email in (OLIVE, NOBODY)]
    assert answers[0] == answers[1]


def test_correcting_the_address_to_a_known_one_reads_the_same(wire, owner):
    confirmed_owner("Sam", "sam@hilltop.example")

    def correct(to):
        browser, _answer = register(wire, "max@riverside.example")
        return bare(browser.post("/register/change-email/", {"email": to}))

    assert correct(OLIVE) == correct(NOBODY)


@pytest.mark.parametrize("path", ["/confirm-email/{}/", "/activate/{}/"])
def test_a_made_up_token_is_one_neutral_page(wire, transactional_db, path):
    tokens = ("a" * 43, "b" * 43)
    first, second = (bare(wire().get(path.format(token))) for token in tokens)
    assert first[:3] == second[:3] and first[3].replace(*tokens) == second[3]


def test_the_sign_in_page_fills_in_an_address_only_for_a_signed_pass(wire, owner):
    for token in (str(owner.pk), f"{owner.pk}:1:x", OLIVE):
        assert OLIVE not in wire().get(f"/sign-in/?for={token}").body


def test_other_methods_tell_nothing(wire, owner):
    for method in ("PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"):
        assert wire().send(method, "/sign-in/").status in (403, 405)
