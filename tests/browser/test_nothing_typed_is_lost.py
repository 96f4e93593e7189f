"""Two tabs, a session that ended under a form, a switch of the language: what was typed is there again."""

import pytest

from onboarding.models import Application
from reviews.models import Verdict
from tests.browser import probing, steps
from tests.browser.leaving import DISCARD, TYPED, end_sessions, press_twice, sign_in, sign_in_lead
from tests.browser.steps import MAIN_BUTTON
from tests.factories import confirmed_owner

COMPANY = "/application/company/"
RETURN = ".documents [name=verdict][value=return]"
presses = pytest.mark.parametrize("press", [steps.press, press_twice], ids=["once", "twice"])


def look_at(page, name) -> None:
    """The page reads well on a phone and on a desk."""
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert probing.axe(page) == [] and probing.sideways(page) == [], f"{name} at {width}"


def goods(page):
    return page.locator("[name=goods]")


def open_profile(tour):
    page = tour.page("begun")
    page.goto(COMPANY)
    goods(page).fill(TYPED)
    return page


@presses
def test_the_session_ends_under_the_profile(tour, mailbox, press):
    page = open_profile(tour)
    end_sessions()
    press(page, MAIN_BUTTON)
    assert "/sign-in/?next=%2Fapplication%2Fcompany%2F" in page.url
    sign_in(page, mailbox)
    assert page.url.endswith(COMPANY) and goods(page).input_value() == TYPED
    assert Application.objects.get().answers["goods"] != TYPED
    look_at(page, "profile")
    press(page, MAIN_BUTTON)
    assert Application.objects.get().answers["goods"] == TYPED
    page.goto(COMPANY)
    assert page.locator(DISCARD).count() == 0


@presses
def test_the_session_ends_under_a_verdict(tour, press):
    page = tour.page("lead")
    case = tour.world.case("at_work")
    page.goto(f"{case}?item=item-representative_id-1")
    form = page.locator(".documents form.verdict")
    reason = form.locator("[name=reason]").first
    chosen = reason.get_attribute("value")
    reason.check()
    form.locator("[name=comment]").fill(TYPED)
    before = Verdict.objects.count()
    end_sessions()
    press(page, RETURN)
    assert "/admin/sign-in/" in page.url
    sign_in_lead(page)
    assert page.url.endswith(case) and Verdict.objects.count() == before
    assert page.locator("#comment-document").input_value() == TYPED
    assert page.locator(f".documents [name=reason][value='{chosen}']").is_checked()
    look_at(page, "verdict")
    press(page, RETURN)
    assert Verdict.objects.filter(comment=TYPED).exists()
    page.goto(case)
    assert page.locator(DISCARD).count() == 0


@presses
def test_who_signs_out_and_in_again_in_another_tab_is_led_on(tour, mailbox, press):
    page = open_profile(tour)
    tab = page.context.new_page()
    tab.goto("/application/")
    steps.sign_out(tab)
    sign_in(tab, mailbox)
    press(page, MAIN_BUTTON)
    assert page.url.endswith(COMPANY) and goods(page).input_value() == TYPED
    page.locator(DISCARD).click()
    page.wait_for_url(f"**{COMPANY}")
    assert goods(page).input_value() != TYPED


def test_somebody_else_in_another_tab_sees_nothing_of_it(tour, mailbox):
    page = open_profile(tour)
    confirmed_owner("Sam", "sam@shop.example")
    tab = page.context.new_page()
    tab.goto("/application/")
    steps.sign_out(tab)
    steps.submit(tab, email="sam@shop.example", password=steps.PASSWORD)
    steps.submit(tab, code=mailbox.latest(to="sam@shop.example", kind="accounts/sign-in-code").code)
    steps.press(page, MAIN_BUTTON)
    look_at(page, "another account")
    assert TYPED not in page.content() and "form" not in page.url
    tab.goto(COMPANY)
    assert tab.locator(DISCARD).count() == 0 and goods(tab).count() == 0
    steps.press(page, "main form[action='/sign-out/'] button")
    sign_in(page, mailbox)
    page.goto(COMPANY)
    assert goods(page).input_value() == TYPED


def test_without_cookies_the_page_explains_and_tries_again(tour):
    page = tour.page()
    page.goto("/register/")
    steps.fill(page, **steps.WHO_SHE_IS)
    page.context.clear_cookies()
    steps.press(page)
    look_at(page, "no cookies")
    steps.press(page, "main [name=again]")
    assert page.locator("[name=company_name]").input_value() == steps.WHO_SHE_IS["company_name"]
    assert page.locator("[name=password]").input_value() == "" and page.locator("#error-summary").count() == 0
