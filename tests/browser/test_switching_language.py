"""Switching the language keeps what was typed, but no passwords, and saves nothing."""

from onboarding.models import Application
from reviews.models import Verdict
from tests.browser import steps
from tests.browser.leaving import TYPED

COMPANY, CHANGES = "/application/company/", "/application/changes/"


def switch(page) -> str:
    """Presses another language and returns it."""
    button = page.locator(".languages button:not([aria-current]):visible").first
    if not button.count():
        page.locator("details.menu summary").first.click()
    language = button.get_attribute("lang")
    with page.expect_navigation():
        button.click()
    assert page.locator("html").get_attribute("lang").lower() == language.lower()
    return language


def test_registration(tour):
    page = tour.page()
    page.goto("/register/")
    steps.fill(page, **steps.WHO_SHE_IS)
    switch(page)
    shown = {name: page.locator(f"[name={name}]").input_value() for name in ("company_name", "contact_name", "phone")}
    assert shown == {name: steps.WHO_SHE_IS[name] for name in shown}
    assert page.locator("[name=terms]").is_checked() and page.locator("[name=password]").input_value() == ""
    assert page.locator("#error-summary").count() == 0 and page.url.endswith("/register/")
    switch(page)
    assert page.locator("[name=company_name]").input_value() == steps.WHO_SHE_IS["company_name"]


def test_the_password_does_not_leave_the_page(tour):
    page = tour.page()
    page.goto("/register/")
    steps.fill(page, **steps.WHO_SHE_IS)
    sent = []
    page.on("request", lambda request: sent.append(request.post_data or ""))
    switch(page)
    assert any("contact_name" in body for body in sent) and not any("password" in body for body in sent)


def test_the_company_profile_with_fields_that_follow_an_unsaved_choice(tour):
    page = tour.page("olive")
    page.goto(COMPANY)
    steps.choose_form(page)
    steps.fill(page, goods=TYPED)
    switch(page)
    assert page.locator("[name=goods]").input_value() == TYPED and page.locator("[name=country]").input_value() == "CN"
    assert not Application.objects.get().answers


def test_a_comment_on_a_returned_item(tour):
    page = tour.page("returned")
    page.goto(CHANGES)
    page.locator("details.more summary").last.click()
    page.locator("[name=comment]:visible").fill(TYPED)
    switch(page)
    assert page.locator("[name=comment]:visible").input_value() == TYPED


def test_a_verdict_and_a_decision(tour):
    page = tour.page("lead")
    page.goto(tour.world.case("at_work"))
    page.locator("#comment-document").fill(TYPED)
    before = Verdict.objects.count()
    switch(page)
    assert page.locator("#comment-document").input_value() == TYPED and Verdict.objects.count() == before
    page.goto(tour.world.case("at_work"))
    steps.press_reject(page)
    page.locator("[name=message]").fill(TYPED)
    switch(page)
    assert page.locator("[name=message]").input_value() == TYPED
