"""Leaving a form open while its session ends, in Chromium: who ends it, and how its person comes back."""

from accounts.models import Session, TotpDevice
from tests.accounts.test_staff_sign_in import code_for
from tests.browser import steps
from tests.browser.world import OLIVE, RITA
from tests.factories import PASSWORD

TYPED = 'Tea <b>and</b> "cups", 茶与杯'
DISCARD = "form[action^='/unsaved/'] button"


def end_sessions() -> None:
    """Ends every session, as another browser would."""
    Session.objects.all().delete()


def press_twice(page, selector: str) -> None:
    """Presses a button twice before the page has gone."""
    with page.expect_navigation(wait_until="load"):
        page.evaluate("selector => { const it = document.querySelector(selector); it.click(); it.click(); }", selector)


def sign_in(page, mailbox) -> None:
    """Signs Olive in on the page where she stands."""
    steps.submit(page, email=OLIVE, password=PASSWORD)
    steps.submit(page, code=mailbox.latest(to=OLIVE, kind="accounts/sign-in-code").code)


def sign_in_lead(page) -> None:
    """Signs the lead in on the console's page where she stands."""
    TotpDevice.objects.update(last_step=0)
    steps.submit(page, email=RITA, password=PASSWORD)
    steps.submit(page, code=code_for(TotpDevice.objects.get(user__email=RITA).open_key()))
