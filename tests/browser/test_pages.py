"""Single checks of pages (the numbers are those of the checklist in the design)."""

import pytest

from tests.browser import steps
from tests.browser.conftest import watch
from tests.factories import PASSWORD, confirmed_owner

OPEN = ["/", "/register/", "/sign-in/", "/help/", "/admin/sign-in/", "/nowhere/"]


def test_t02_the_skip_link_is_the_first_stop_and_leads_to_main(visit):
    page = visit()
    page.goto("/register/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


@pytest.mark.parametrize("language, dark", [("ru", False), ("zh-hans", True), ("en", True)])
def test_t03_t04_open_pages_are_accessible_and_never_scroll_sideways_at_320(visit, language, dark):
    page = visit(language, dark=dark, width=320)
    for path in OPEN:
        page.goto(path)
        steps.check(page)


def test_t16_t17_t18_an_empty_submit_names_every_fault_and_keeps_what_was_typed(visit):
    page = visit("ru")
    page.goto("/register/")
    steps.fill(page, company_name="Чайный дом", password="short")
    steps.press(page)
    assert page.title().startswith("Ошибка:")
    assert page.evaluate("document.activeElement.id") == "error-summary"
    links = page.locator("#error-summary a")
    for number in range(links.count()):
        target = links.nth(number).get_attribute("href").removeprefix("#")
        field = page.locator(f"[id={target}]")
        assert field.get_attribute("aria-invalid") == "true"
        told = field.get_attribute("aria-describedby").split()[-1]
        assert links.nth(number).inner_text() == page.locator(f"[id={told}]").inner_text()
    links.first.click()
    assert page.evaluate("document.activeElement.name") == "contact_name"
    assert page.locator("[name=company_name]").input_value() == "Чайный дом"
    assert page.locator("[name=password]").input_value() == ""
    steps.check(page)


def test_t22_show_password_flips_and_is_a_password_again_when_sent(visit):
    page = visit()
    page.goto("/sign-in/")
    button, field = page.locator(".password button"), page.locator("[name=password]")
    field.fill("secret")
    button.click()
    assert field.get_attribute("type") == "text" and button.get_attribute("aria-pressed") == "true"
    page.evaluate("document.querySelector('form.work').addEventListener('submit', e => e.preventDefault())")
    page.locator("main .actions .button").click()
    assert field.get_attribute("type") == "password"


def test_t58_pasting_sends_the_code_and_typing_sends_nothing(visit, post):
    confirmed_owner("Olive Tan", steps.OLIVE)
    page = visit()
    page.goto("/sign-in/")
    steps.fill(page, email=steps.OLIVE, password=PASSWORD)
    steps.press(page)
    code = post.latest(to=steps.OLIVE, kind="accounts/sign-in-code").code
    field = page.locator("[name=code]")
    assert (field.get_attribute("autocomplete"), field.get_attribute("inputmode")) == ("one-time-code", "numeric")
    field.press_sequentially("000000")
    page.wait_for_timeout(300)
    assert page.url.endswith("/sign-in/code/")
    field.fill("")
    field.evaluate(
        "(field, text) => { field.value = text; field.dispatchEvent(new InputEvent('input', "
        "{inputType: 'insertFromPaste', data: text, bubbles: true})); }",
        f"{code[:3]} {code[3:]}",
    )
    page.wait_for_url("**/application/")


def test_t25_a_double_click_registers_once(visit):
    page = visit()
    page.goto("/register/")
    steps.fill(page, company_name="Fernhill", contact_name="Olive", email=steps.OLIVE, phone="+8613800138000",
               password=PASSWORD)  # fmt: skip
    page.locator("[name=terms]").check()
    sent = []
    page.on("request", lambda request: request.method == "POST" and sent.append(request.url))
    page.locator("main .actions .button").dblclick()
    page.wait_for_url("**/check-inbox/")
    assert len(sent) == 1


def test_t71_after_signing_out_back_shows_nothing_private(visit, post):
    page = visit()
    steps.register(page, post)
    assert "Fernhill Sample Tea Ltd" in page.content()
    page.locator("details.menu summary").first.click()
    page.locator("form[action='/sign-out/'] button").first.click()
    page.wait_for_load_state()
    page.go_back()
    page.wait_for_load_state()
    assert "Fernhill Sample Tea Ltd" not in page.content()


@pytest.mark.parametrize(
    "path, selector, width, height",
    [
        ("/register/", ".masthead", None, 65),
        ("/register/", ".sheet", 728, None),
        ("/register/", "#id_company_name", 640, 44),
        ("/register/", "#id_email", 384, 44),
        ("/register/", "#id_phone", 256, 44),
        ("/register/", ".actions .button", None, 48),
        ("/sign-in/", ".side", 280, None),
    ],
)
def test_measures_are_those_of_the_drawings(visit, path, selector, width, height):
    page = visit("zh-hans")
    page.goto(path)
    box = page.locator(selector).first.bounding_box()
    assert width is None or abs(box["width"] - width) <= 2, box
    assert height is None or abs(box["height"] - height) <= 1, box


def test_the_watch_itself_sees_what_it_must(chromium, site):
    from_elsewhere = []
    context = chromium.new_context()
    page = context.new_page()
    watch(page, site, from_elsewhere)
    page.goto(f"{site}/sign-in/")
    page.evaluate("fetch('http://127.0.0.1:9/elsewhere').catch(() => 0)")
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p style=\"color:red\">x</p>')")
    page.wait_for_timeout(200)
    context.close()
    assert any("elsewhere" in fault for fault in from_elsewhere)
    assert any("Content Security Policy" in fault for fault in from_elsewhere)
