"""How forms answer. The numbers are those of the design's checklist."""

import pytest

from accounts.models import User
from tests.browser import steps
from tests.browser.places import place


def test_t18_after_an_error_all_but_the_password_is_still_there(tour):
    page = tour.at(place("register"))
    typed = {name: value for name, value in steps.WHO_SHE_IS.items() if name != "contact_name"}
    steps.submit(page, **typed)
    for name in ("company_name", "email", "phone"):
        assert page.locator(f"[name={name}]").input_value() == typed[name]
    assert page.locator("[name=terms]").is_checked()
    assert page.locator("[name=password]").input_value() == ""


def test_t18_a_wrong_code_is_not_written_back(tour):
    page = tour.at(place("code"))
    steps.submit(page, code="12")
    assert page.locator("[name=code]").input_value() == ""


def test_t21_every_field_can_be_pasted_into(tour):
    allowed = ["clipboard-read", "clipboard-write"]
    for name in ("register", "sign-in", "code", "password", "company.chosen"):
        page = tour.at(place(name), permissions=allowed)
        page.evaluate("navigator.clipboard.writeText('12')")
        fields = page.locator("main :is(input:not([type=hidden], [type=checkbox], .hidden), textarea):visible").all()
        assert fields
        for field in fields:
            field.fill("")
            field.press("Control+V")
            assert field.input_value() == "12", f"{name}: {field.get_attribute('name')}"


def test_t22_each_password_can_be_shown_and_is_hidden_again_when_sent(tour):
    page = tour.at(place("password"))
    buttons = page.locator(".password button").all()
    assert len({button.get_attribute("aria-label") for button in buttons}) == len(buttons) == 3
    for button in buttons:
        field = page.locator(f"[id={button.get_attribute('aria-controls')}]")
        button.click()
        assert (field.get_attribute("type"), button.get_attribute("aria-pressed")) == ("text", "true")
    page.evaluate(
        """document.querySelector("main form").addEventListener("submit", (event) => event.preventDefault())"""
    )
    page.locator(steps.MAIN_BUTTON).click()
    assert page.locator("main input[type=text]").count() == 0
    assert {button.get_attribute("aria-pressed") for button in buttons} == {"false"}


def test_t24_phones_are_taken_as_people_write_them_and_shown_as_typed(tour):
    page = tour.at(place("register"))
    for phone in ("+86 138-0013 8000", "8 (912) 345-67-89", "＋８６ １３８００１３８０００"):
        steps.submit(page, phone=phone)
        assert page.locator("[name=phone]").input_value() == phone
        assert page.locator("[name=phone]").get_attribute("aria-invalid") is None


@pytest.mark.parametrize("script", [True, False])
def test_t25_a_double_click_makes_one_account(tour, script):
    page = tour.page(script=script)
    page.goto("/register/")
    steps.fill(page, **steps.WHO_SHE_IS)
    page.locator(steps.MAIN_BUTTON).dblclick()
    page.wait_for_url("**/check-inbox/")
    assert User.objects.count() == 1
