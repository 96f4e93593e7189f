"""The story of a merchant in Chromium: each language, with and without script, axe on every page."""

import pytest

from onboarding.models import Application
from tests.browser import steps

WALKS = [("zh-hans", False, 1280), ("en", True, 360), ("ru", False, 320)]


def walk(page, post, look=steps.check):
    steps.register(page, post, look)
    look(page)
    with page.expect_navigation():
        page.locator("form[action='/sign-out/'] button").first.evaluate("button => button.form.requestSubmit()")
    look(page)
    steps.sign_in(page, post, look)
    steps.give_company(page, look)
    look(page)
    steps.give_paper(page, "business_licence", look=look)
    steps.give_paper(page, "representative_id", 1)
    steps.give_paper(page, "representative_id", 2)
    page.goto("/application/")
    look(page)
    steps.submit(page, look)
    page.goto("/application/")
    assert page.url.endswith("/application/status/")
    look(page)
    assert Application.objects.get().status == "submitted"


@pytest.mark.parametrize("language, dark, width", WALKS)
def test_olive_joins_in_each_language(visit, post, language, dark, width):
    page = visit(language, dark=dark, width=width)
    walk(page, post)
    assert page.locator("html").get_attribute("lang").lower() == language


def test_olive_joins_without_script(visit, post):
    """What needs script here is only the test's own looking: the pages work by links and forms."""
    page = visit("en", script=False)
    steps.register(page, post)
    assert page.url.endswith("/application/")
    steps.give_company(page)
    steps.give_paper(page, "business_licence")
    steps.give_paper(page, "representative_id", 1)
    steps.give_paper(page, "representative_id", 2)
    steps.submit(page)
    assert page.url.endswith("/application/submitted/")
    page.locator("details.menu summary").first.click()
    page.locator("form[action='/sign-out/'] button").first.click()
    page.wait_for_load_state()
    page.context.clear_cookies()
    steps.sign_in(page, post)
    assert page.url.endswith("/application/status/")
    assert Application.objects.get().status == "submitted"
