"""Browsers and sessions, ended in one browser and felt in another. The numbers are those of the design's checklist."""

import pytest

from tests.browser import steps
from tests.factories import PASSWORD, confirmed_owner

SOFIA = "sofia@fernhill.example"
SIGN_IN, HOME, SESSIONS, BROWSERS = "/sign-in/", "/application/", "/security/sessions/", "/security/browsers/"
OWN = "main .item:has(.tag)"


def enter(page, mailbox, **more) -> None:
    page.goto(SIGN_IN)
    steps.submit(page, email=SOFIA, password=PASSWORD)
    steps.submit(page, code=mailbox.latest(to=SOFIA, kind="accounts/sign-in-code").code, **more)
    assert page.url.endswith(HOME)


@pytest.fixture
def sofia(world):
    return confirmed_owner("Sofia Blum", SOFIA)


@pytest.mark.parametrize("script", [True, False])
def test_t68_ending_a_session_signs_that_browser_out_and_the_current_one_is_labelled(tour, mailbox, sofia, script):
    phone, laptop = tour.page(script=script), tour.page(script=script)
    enter(phone, mailbox)
    enter(laptop, mailbox)
    laptop.goto("/security/")
    steps.press(laptop, f"main a[href='{SESSIONS}']")
    assert laptop.locator(OWN).count() == 1 and laptop.locator(f"{OWN} button").count() == 0
    steps.press(laptop, "main button[name=session]")
    assert laptop.url.endswith(SESSIONS) and laptop.locator("main button[name=session]").count() == 0
    assert laptop.locator(".notice.done").is_visible()
    phone.goto(HOME)
    assert "ended=elsewhere" in phone.url and phone.locator(".notice").is_visible()
    laptop.reload()
    assert laptop.url.endswith(SESSIONS)


def test_t65_trust_is_off_by_default_and_forgetting_it_brings_the_step_back(tour, mailbox, sofia):
    page = tour.page()
    page.goto(SIGN_IN)
    steps.submit(page, email=SOFIA, password=PASSWORD)
    assert not page.locator("[name=trust_browser]").is_checked()
    steps.submit(page, code=mailbox.latest(to=SOFIA, kind="accounts/sign-in-code").code, trust_browser=True)
    steps.sign_out(page)
    steps.submit(page, email=SOFIA, password=PASSWORD)
    assert page.url.endswith(HOME)
    page.goto("/security/")
    steps.press(page, "main button[name=browser]")
    assert page.url.endswith("/security/") and page.locator("main button[name=browser]").count() == 0
    steps.sign_out(page)
    steps.submit(page, email=SOFIA, password=PASSWORD)
    assert page.url.endswith("/sign-in/code/")


def test_t86_the_home_has_one_next_step_three_tiles_three_tips_and_the_status(tour):
    page = tour.page("active")
    page.goto("/home/")
    counted = {
        name: page.locator(f"main {name}").count() for name in (".panel", ".tiles section", ".tip h3", ".standing")
    }
    assert counted == {".panel": 1, ".tiles section": 3, ".tip h3": 3, ".standing": 1}
    assert all(page.locator(".tiles section p.muted").all_inner_texts())
    steps.put_tips_away(page)
    assert page.locator(".tip").count() == 0 and page.locator(".panel").count() == 1
