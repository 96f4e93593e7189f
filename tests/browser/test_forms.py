"""How forms answer. The numbers are those of the design's checklist."""

import pytest

from accounts.models import User
from tests.browser import steps
from tests.browser.places import ERRORS, place

FIELDS = {
    "register": {
        "company_name": ("text", "organization", ""),
        "contact_name": ("text", "name", ""),
        "email": ("email", "username", ""),
        "phone": ("tel", "tel", "tel"),
        "password": ("password", "new-password", ""),
        "terms": ("checkbox", "", ""),
    },
    "sign-in": {"email": ("email", "username", ""), "password": ("password", "current-password", "")},
    "code": {"code": ("text", "one-time-code", "numeric")},
    "password": {
        "current_password": ("password", "current-password", ""),
        "new_password": ("password", "new-password", ""),
        "new_password_again": ("password", "new-password", ""),
    },
    "company": {"country": ("select-one", "country", ""), "legal_form": ("select-one", "off", "")},
    "staff-sign-in": {"email": ("email", "username", ""), "password": ("password", "current-password", "")},
    "staff-app": {"code": ("text", "one-time-code", "numeric")},
    "staff-code": {"code": ("text", "one-time-code", "numeric")},
}
READ_FIELDS = """() => Object.fromEntries([...document.querySelectorAll("main :is(input, select, textarea)")]
  .filter((field) => field.type !== "hidden" && !field.matches(".hidden, details:not([open]) *"))
  .map((field) => [field.name, [field.type, field.getAttribute("autocomplete") ?? "", field.inputMode]]))"""
IN_ERROR = pytest.mark.parametrize("name", [found.name for found in ERRORS])


@IN_ERROR
def test_t16_t17_a_refused_form_says_so_in_its_title_its_summary_and_beside_each_field(tour, name):
    page = tour.at(place(name))
    assert page.title().startswith(tour.look.words("Error:"))
    assert page.evaluate("document.activeElement.id") == "error-summary"
    assert page.locator("#error-summary li").count() >= 1
    for link in page.locator("#error-summary a").all():
        link.click()
        focused = page.locator(":focus")
        assert f"#{focused.get_attribute('id')}" == link.get_attribute("href")
        assert focused.get_attribute("aria-invalid") == "true"
        told = [page.locator(f"[id='{one}']") for one in focused.get_attribute("aria-describedby").split()]
        assert link.inner_text() in [text.inner_text() for text in told if text.count()]


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


@pytest.mark.parametrize("name", FIELDS)
def test_t20_fields_tell_browsers_what_they_take(tour, name):
    found = tour.at(place(name)).evaluate(READ_FIELDS)
    assert {field: tuple(kinds) for field, kinds in found.items()} == FIELDS[name]


@pytest.mark.parametrize("name", ["register", "sign-in", "code", "password", "company.chosen"])
def test_t21_every_field_can_be_pasted_into(tour, name):
    page = tour.at(place(name), permissions=["clipboard-read", "clipboard-write"])
    page.evaluate("navigator.clipboard.writeText('12')")
    fields = page.locator("main :is(input:not([type=hidden], [type=checkbox], .hidden), textarea):visible").all()
    assert fields
    for field in fields:
        field.fill("")
        field.press("Control+V")
        assert field.input_value() == "12"


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


@pytest.mark.parametrize("phone", ["+86 138-0013 8000", "8 (912) 345-67-89", "＋８６ １３８００１３８０００"])
def test_t24_phones_are_taken_as_people_write_them_and_shown_as_typed(tour, phone):
    page = tour.at(place("register"))
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
