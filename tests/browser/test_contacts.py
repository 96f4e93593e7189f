"""Proving a phone and changing an address, in Chromium. The numbers are those of the design's checklist."""

import pytest

from accounts.models import User
from tests.accounts.changing import NEW
from tests.browser import steps
from tests.browser.contacting import submit_other_phone
from tests.browser.pasting import posts_of_a_code
from tests.browser.world import OLIVE
from tests.factories import PASSWORD


@pytest.mark.parametrize("script", [True, False])
def test_t70_olive_changes_her_address_with_both_codes_and_takes_it_back(tour, mailbox, script):
    page = tour.page("olive", script=script)
    page.goto("/security/")
    steps.press(page, "main a[href='/security/email/']")
    steps.submit(page, email=NEW)
    assert NEW in page.locator(".head").inner_text()
    steps.submit(page, code=mailbox.latest(to=NEW).code)
    assert OLIVE in page.locator(".head").inner_text() and User.objects.get().email == OLIVE
    steps.submit(page, code=mailbox.latest(to=OLIVE, kind="accounts/contact-code").code)
    assert page.url.endswith("/security/email/") and page.locator(".notice.done").is_visible()
    assert NEW in page.locator("main").inner_text() and User.objects.get().email == NEW

    stranger = tour.page(script=script)
    stranger.goto(mailbox.latest(to=OLIVE, kind="accounts/email-changed").link)
    steps.press(stranger)
    assert stranger.locator("main").get_attribute("data-status") == "done"
    page.goto("/application/")
    assert "/sign-in/" in page.url
    steps.press(stranger, "main a.button")
    steps.submit(stranger, email=OLIVE, password=PASSWORD)
    steps.submit(stranger, code=mailbox.latest(to=OLIVE, kind="accounts/sign-in-code").code)
    assert stranger.url.endswith("/application/")


@pytest.mark.parametrize("script", [True, False])
def test_mia_cannot_read_the_old_mailbox_waits_and_cancels(tour, script):
    page = tour.page("half_way", script=script)
    page.goto("/security/email/code/")
    page.locator("details.more summary").click()
    steps.press(page, "[name=wait]")
    assert page.locator("[data-status=waiting]").is_visible()
    page.goto("/security/")
    steps.press(page, "[data-status=waiting] button")
    assert page.locator(".notice.done").is_visible() and not page.locator("[data-status=waiting]").count()


@pytest.mark.parametrize("script", [True, False])
def test_t24_olive_proves_a_phone_that_she_typed_without_its_country(tour, phone, script):
    page = tour.page("olive", script=script)
    page.goto("/application/")
    steps.press(page, "main a[href='/application/phone/']")
    submit_other_phone("8 (912) 345-67-89")(page)
    assert "+7\xa0912\xa0345\u201167\u201189" in page.locator("main").inner_text()
    steps.press(page)
    steps.press(page)
    assert page.url.endswith("/application/phone/code/")
    steps.submit(page, code=phone.latest(to="+79123456789").code)
    assert page.url.endswith("/application/") and User.objects.get().phone_confirmed_at


def test_t58_pasting_the_texted_code_sends_it_and_typing_does_not(tour, phone):
    page = tour.page("texting", permissions=["clipboard-read", "clipboard-write"])
    page.goto("/application/phone/code/")
    assert posts_of_a_code(page, phone.latest().code) == ([], 1)
