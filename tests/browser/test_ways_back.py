"""A forgotten password and a lock, in Chromium. The numbers are those of the design's checklist."""

import pytest

from tests.accounts.resetting import KIND, NEW
from tests.browser import steps
from tests.browser.places import place
from tests.browser.touring import bare
from tests.browser.world import OLIVE
from tests.factories import PASSWORD, confirmed_owner

NOBODY = "nobody@fernhill.example"
TWICE = {"new_password": NEW, "new_password_again": NEW}


def sign_in(page, mailbox, password) -> None:
    """From the sign-in page, filled with the address, to her application."""
    assert page.locator("[name=email]").input_value() == OLIVE
    steps.submit(page, password=password)
    steps.submit(page, code=mailbox.latest(to=OLIVE, kind="accounts/sign-in-code").code)
    assert page.url.endswith("/application/")


@pytest.mark.parametrize("script", [True, False])
def test_olive_forgot_her_password(tour, mailbox, script):
    confirmed_owner("Olive Tan", OLIVE)
    page = tour.page(script=script)
    page.goto("/sign-in/")
    steps.press(page, "a[href='/reset/']")
    steps.submit(page, email=OLIVE)
    assert page.url.endswith("/reset/code/") and OLIVE in page.locator(".head").inner_text()
    message = mailbox.latest(to=OLIVE, kind=KIND)
    assert message.tag in page.locator(".head").inner_text()
    steps.press(page, ".side form .button")
    assert page.url.endswith("/reset/code/?early=1")
    steps.submit(page, code=message.code.lower())
    steps.submit(page, new_password=NEW, new_password_again="another one")
    assert page.locator("#error-summary").is_visible()
    assert page.locator("[name=new_password]").input_value() == ""
    steps.submit(page, **TWICE)
    assert page.locator(".notice.done").is_visible()
    sign_in(page, mailbox, NEW)


@pytest.mark.parametrize("script", [True, False])
def test_t55_a_locked_owner_gets_in_by_a_reset_and_a_known_browser_is_not_held_up(tour, mailbox, script):
    tour.world.client("olive").post("/sign-out/")
    tour.world.use_up_tries(OLIVE)
    known, page = tour.page("olive", script=script), tour.page(script=script)
    for visitor in (known, page):
        visitor.goto("/sign-in/")
        steps.submit(visitor, email=OLIVE, password=PASSWORD)
    assert known.url.endswith("/sign-in/code/")
    assert page.locator("main").get_attribute("data-status") == "locked"
    steps.press(page)
    steps.submit(page, email=OLIVE)
    steps.submit(page, code=mailbox.latest(to=OLIVE, kind=KIND).code)
    steps.submit(page, **TWICE)
    sign_in(page, mailbox, NEW)


@pytest.mark.parametrize("script", [True, False])
def test_a_locked_owner_unlocks_her_browser_from_the_mail(tour, mailbox, script):
    confirmed_owner("Olive Tan", OLIVE)
    tour.world.use_up_tries(OLIVE)
    page = tour.page(script=script)
    page.goto(mailbox.latest(to=OLIVE, kind="accounts/locked").link)
    assert OLIVE not in page.content()
    steps.press(page)
    sign_in(page, mailbox, PASSWORD)


def test_t67_a_reset_reads_the_same_for_any_address(tour):
    confirmed_owner("Olive Tan", OLIVE)
    page, shown = tour.page(), []
    for email in (OLIVE, NOBODY):
        page.goto("/reset/")
        assert steps.submit(page, email=email).status == 200
        tag = page.locator(".head strong").last.inner_text()
        shown.append(bare(page.content()).replace(email, "…").replace(tag, "…"))
    assert shown[0] == shown[1]


def test_t22_the_two_passwords_are_shown_by_two_buttons_with_names_of_their_own(tour):
    page = tour.at(place("reset-password"))
    buttons = page.locator(".password button")
    assert len({button.get_attribute("aria-label") for button in buttons.all()}) == 2
    buttons.first.click()
    assert page.locator("[name=new_password]").get_attribute("type") == "text"
    assert page.locator("[name=new_password_again]").get_attribute("type") == "password"
