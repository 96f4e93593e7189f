"""The site over HTTP, with its limits by network as they are shipped, and the cast at the other end."""

import pytest

from tests.accounts.test_staff_sign_in import code_for, key_on
from tests.attacks.wire import Wire
from tests.factories import PASSWORD, confirmed_owner, reviewer

OLIVE = "olive@fernhill.example"


@pytest.fixture
def wire(transactional_db, live_server, settings):
    """Returns a function that opens another browser."""
    settings.PUBLIC_ORIGIN = live_server.url
    settings.CSRF_TRUSTED_ORIGINS = [live_server.url]
    return lambda **headers: Wire(live_server.url, **headers)


@pytest.fixture
def attacker(wire):
    """A browser that the site has never seen."""
    return wire()


@pytest.fixture
def owner(transactional_db):
    """Olive, confirmed."""
    return confirmed_owner("Olive Tan", OLIVE)


def password_step(browser, email=OLIVE, password=PASSWORD, **more):
    return browser.post("/sign-in/", {"email": email, "password": password, **more})


def code_of(mailbox, to=OLIVE) -> str:
    return mailbox.latest(to=to, kind="accounts/sign-in-code").code


@pytest.fixture
def victim(wire, owner, mailbox):
    """Olive's own browser, signed in."""
    browser = wire()
    password_step(browser)
    assert browser.post("/sign-in/code/", {"code": code_of(mailbox)}).location == "/application/"
    return browser


RITA = "rita@portal.example"
DOOR, APP, CODE = "/admin/sign-in/", "/admin/sign-in/app/", "/admin/sign-in/code/"


def staff_password(browser, email=RITA, password=PASSWORD):
    return browser.post(DOOR, {"email": email, "password": password}, from_page=DOOR)


@pytest.fixture
def staff(transactional_db):
    """Rita, who has not set up her app."""
    return reviewer("Rita", RITA)


@pytest.fixture
def console(wire, staff):
    """Rita's browser, signed in, with her app's key as `key`."""
    browser = wire()
    staff_password(browser)
    browser.key = key_on(browser.get(APP))
    assert browser.post(APP, {"code": code_for(browser.key)}).location == "/admin/"
    return browser
