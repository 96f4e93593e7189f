"""Signing in with a code from a text message, in Chromium."""

import pytest

from tests.browser import steps
from tests.browser.places import place
from tests.browser.texting import TARA
from tests.factories import HONG_KONG, PASSWORD, confirm_phone, confirmed_owner

OFFER = ".side button[name=channel][value=mail]"
READS_MESSAGES = """
    window.OTPCredential = class {};
    navigator.credentials.get = (asked) => new Promise((take) => { window.asked = asked; window.arrive = take; });
"""


@pytest.mark.parametrize("script", [True, False])
def test_tara_signs_in_by_text_message(tour, phone, script):
    confirm_phone(confirmed_owner("Tara Lindqvist", TARA))
    page = tour.page(script=script)
    page.goto("/sign-in/")
    steps.submit(page, email=TARA, password=PASSWORD)
    code = phone.latest(to=HONG_KONG).code
    page.reload()
    assert "•••• 67" in page.locator(".head").inner_text() and HONG_KONG not in page.content()
    assert page.locator(OFFER).is_visible() is not script
    steps.press(page, "a[href='/sign-in/trouble/']")
    assert "•••• 67" in page.locator(".log").inner_text()
    steps.press(page, ".back")
    steps.press(page, "a[href='/sign-in/channel/']")
    assert page.locator("[type=radio]:checked").get_attribute("value") == "sms"
    steps.submit(page, channel=True)
    assert page.url.endswith("/sign-in/code/?early=1")  # the wait of this sign-in holds, over every way
    steps.submit(page, code=code)
    assert page.url.endswith("/application/")


def test_after_a_while_another_way_is_offered_and_said_once(tour):
    page = tour.page("texted")
    page.clock.install()
    page.goto(place("code.sms").path)
    offer, spoken = page.locator(OFFER), "document.getElementById('live').textContent"
    page.clock.run_for(85_000)
    assert not offer.is_visible()
    page.clock.run_for(10_000)
    assert offer.is_visible()
    assert page.evaluate(spoken) == tour.look.words("You can now try another way too.")


def test_a_browser_that_reads_the_message_fills_the_code_in_and_signs_in(tour, phone):
    page = tour.page("texted")
    page.add_init_script(READS_MESSAGES)
    page.goto(place("code.sms").path)
    assert page.evaluate("window.asked.otp.transport") == ["sms"]
    with page.expect_navigation():
        page.evaluate(f"window.arrive({{code: '{phone.latest().code}'}})")
    assert page.url.endswith("/application/")
