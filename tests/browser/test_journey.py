"""A merchant's story and one of staff, in Chromium. The numbers are those of the design's checklist."""

import base64

from onboarding.models import Application
from tests.accounts.test_staff_sign_in import code_for
from tests.browser import probing, steps
from tests.browser.world import OLIVE, RITA
from tests.factories import PASSWORD, reviewer


def look_at(page) -> None:
    assert probing.axe(page) == [] and probing.sideways(page) == [], page.url


def skip_looking(page) -> None:
    pass


def join_and_come_back(page, mailbox, look=skip_looking) -> None:
    """Register, check inbox, confirm, the task list, out, and in again with a code."""
    page.goto("/register/")
    look(page)
    steps.submit(page, **steps.WHO_SHE_IS)
    assert page.url.endswith("/register/check-inbox/")
    look(page)
    page.goto(mailbox.latest(to=OLIVE, kind="accounts/confirm-email").link)
    look(page)
    steps.press(page)
    assert page.url.endswith("/application/")
    look(page)
    steps.sign_out(page)
    look(page)
    page.goto("/sign-in/")
    look(page)
    steps.submit(page, email=OLIVE, password=PASSWORD)
    look(page)
    steps.submit(page, code=mailbox.latest(to=OLIVE, kind="accounts/sign-in-code").code)
    assert page.url.endswith("/application/")


def hand_everything_in(page, look=skip_looking) -> None:
    """Company details, documents, a last look, sent; then the status."""
    page.goto("/application/company/")
    steps.choose_form(page)
    look(page)
    steps.submit(page, **steps.COMPANY)
    for key, part in (("business_licence", 1), ("representative_id", 1), ("representative_id", 2)):
        steps.hand_in(page, key, part)
        look(page)
    page.goto("/application/check/")
    look(page)
    steps.submit(page, declaration=True)
    look(page)
    page.goto("/application/")
    assert page.url.endswith("/application/status/")
    look(page)
    assert Application.objects.get().status == "submitted"


def by_keyboard(page, **values) -> None:
    """Walks from stop to stop with Tab, fills each field that has a value, and presses Enter in the last one."""
    left = dict(values)
    for _ in range(60):
        page.keyboard.press("Tab")
        name = page.evaluate("document.activeElement.name")
        if name not in left:
            continue
        value = left.pop(name)
        page.keyboard.press("Space") if value is True else page.keyboard.type(value)
        if not left:
            with page.expect_navigation():
                page.keyboard.press("Enter")
            return
    raise AssertionError(f"Tab does not lead to {list(left)}")


def walk_to(page, selector: str) -> None:
    """Walks with Tab to the first stop that fits `selector`."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"Tab does not lead to {selector}")


def follow(page, selector: str) -> None:
    """Walks to a link or a button and presses Enter, which leads to another page."""
    walk_to(page, selector)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_t09_the_journey_passes_with_the_keyboard_only(tour, mailbox):
    page = tour.page()
    page.goto("/")
    follow(page, "main a[href='/register/']")
    by_keyboard(page, **steps.WHO_SHE_IS)
    page.goto(mailbox.latest(to=OLIVE, kind="accounts/confirm-email").link)
    follow(page, "main .button")
    assert page.url.endswith("/application/")
    walk_to(page, "details.menu summary")
    page.keyboard.press("Enter")
    follow(page, "form[action='/sign-out/'] button")
    by_keyboard(page, email=OLIVE, password=PASSWORD)
    by_keyboard(page, code=mailbox.latest(to=OLIVE, kind="accounts/sign-in-code").code)
    assert page.url.endswith("/application/")


def test_rita_sets_up_her_app_from_the_written_key_only(tour):
    reviewer("Rita Chen", RITA)
    page = tour.page()
    page.goto("/admin/")
    look_at(page)
    steps.submit(page, email=RITA, password=PASSWORD)
    look_at(page)
    key = page.locator(".key").inner_text()
    steps.submit(page, code=code_for(base64.b32decode("".join(key.split()))))
    look_at(page)
    page.locator("main .figures a, #content .figures a").first.click()
    page.wait_for_url("**/admin/reviews/case/**")
    steps.sign_out(page)
    assert page.url.endswith("/admin/sign-in/?ended=out")
