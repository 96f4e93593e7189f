"""A password counts exactly as it was typed, however long, and for as long as its owner likes."""

import re
import unicodedata
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts import authentication
from accounts.actions import passwords
from accounts.models import User
from tests.accounts.test_password_change import change
from tests.accounts.test_sign_in_begin import sign_in
from tests.factories import PASSWORD

TYPED = "  Pässe über den Gotthard, früher und heute, im Sommer und im Winter, zu Fuß und zu Pferd!  "
CODE = "/sign-in/code/"


@pytest.fixture
def typed(olive):
    olive.password = passwords.make_hash(TYPED)
    olive.save(update_fields=["password"])
    return olive


def gets_in(client, password) -> bool:
    return sign_in(client, password=password).headers.get("Location") == CODE


@pytest.mark.parametrize(
    "other",
    [
        TYPED.strip(),
        TYPED.lower(),
        TYPED.upper(),
        TYPED[:72],
        TYPED[:-1],
        TYPED.replace("ä", "a"),
        TYPED.replace("ß", "ss"),
    ],
)
def test_nothing_is_trimmed_folded_or_cut(client, typed, other):
    assert not gets_in(client, other)


def test_it_is_the_same_on_a_keyboard_that_composes_otherwise(client, typed):
    apart = unicodedata.normalize("NFD", TYPED)
    assert apart != TYPED and gets_in(client, apart)


@pytest.mark.parametrize("length", [64, 128, 256])
def test_long_ones_are_set_and_sign_in(signed_in, another_browser, length):
    long = ("a walk at dusk, " * 16)[:length]
    assert change(signed_in, new=long).status_code == 302
    assert gets_in(another_browser, long) and not gets_in(another_browser, long[:-1])


@pytest.mark.parametrize("page", ["/sign-in/", "/register/", "/security/password/"])
def test_five_thousand_signs_are_reported_at_once_and_hash_nothing(signed_in, another_browser, page, monkeypatch):
    monkeypatch.setattr(passwords, "make_password", None)
    monkeypatch.setattr(authentication, "authenticate", None)
    names = ("password", "current_password", "new_password", "new_password_again")
    browser = signed_in if page.startswith("/security/") else another_browser
    answer = browser.post(page, {"email": "olive@fernhill.example"} | dict.fromkeys(names, "x" * 5000))
    assert answer.status_code == 200 and "at most 256 characters" in answer.content.decode()


@pytest.mark.parametrize(
    "page, uses",
    [
        ("/sign-in/", ["current-password"]),
        ("/register/", ["new-password"]),
        ("/security/password/", ["current-password", "new-password", "new-password"]),
    ],
)
def test_each_field_is_masked_and_says_which_password_it_takes(signed_in, another_browser, page, uses):
    browser = signed_in if page.startswith("/security/") else another_browser
    fields = re.findall(r"<input[^>]*name=\"[^\"]*password[^\"]*\"[^>]*>", browser.get(page).content.decode())
    assert [re.search(r'autocomplete="([^"]+)"', field)[1] for field in fields] == uses
    assert all('type="password"' in field and "maxlength" not in field for field in fields)


def test_no_password_expires(signed_in, another_browser, mailbox):
    User.objects.update(password_changed_at=timezone.now() - timedelta(days=730))
    assert gets_in(another_browser, PASSWORD)
    another_browser.post(CODE, {"code": mailbox.latest(kind="accounts/sign-in-code").code})
    assert another_browser.get("/application/").status_code == 200
