"""From registration to the seller home in Chromium, with a reviewer in between, with script and without.

The same way in English: `tests/journeys/test_from_registration_to_home.py`, on a real worker and mail server.
"""

import base64

import pytest

from onboarding.models import Application
from reviews.models import Verdict
from tests.accounts.test_staff_sign_in import code_for
from tests.browser import steps
from tests.browser.looks import Look, look_for
from tests.browser.test_journey import hand_everything_in, join_and_come_back, look_at, skip_looking
from tests.browser.world import OLIVE, RITA
from tests.factories import PASSWORD, reviewer


@pytest.fixture
def at_once_effective(settings):
    settings.DECISION_UNDO_SECONDS = 0


def rita_arrives(page) -> None:
    """Signs in for the first time, from the written key."""
    reviewer("Rita Chen", RITA)
    page.goto("/admin/")
    steps.submit(page, email=RITA, password=PASSWORD)
    key = base64.b32decode("".join(page.locator(".key").inner_text().split()))
    steps.submit(page, code=code_for(key))


def claim_next(page, look) -> None:
    page.goto("/admin/")
    look(page)
    page.goto("/admin/reviews/case/")
    look(page)
    steps.press(page, ".heading .main-button")
    assert "/admin/reviews/case/" in page.url
    look(page)


def judge(page, look, returned=None, field=None) -> None:
    """Accepts every document as the page leads, but returns the first for `returned`; then the profile, for `field`."""
    if returned:
        page.locator(f"[name=reason][value='{returned}']").check()
        steps.press(page, ".documents [name=verdict][value=return]")
    while page.locator(".documenttabs .state.open, .documenttabs .state.new").count():
        steps.press(page, ".documents [name=verdict][value=accept]")
    if field:
        page.locator("#reason-address").select_option(field)
    if page.locator("#declared .state.open, #declared .state.new").count():
        steps.press(page, f"#declared [name=verdict][value={'return' if field else 'accept'}]")
    look(page)


def decide(page, look) -> None:
    """Presses the button that follows from the verdicts, reads the letter, and sends it."""
    steps.press(page, "#bar .main-button")
    look(page)
    steps.press(page, ".confirm .main-button")
    look(page)


def correct(page, look) -> None:
    """Mends exactly what is asked for, and sends it again."""
    page.goto("/application/")
    assert page.url.endswith("/application/changes/")
    look(page)
    page.goto("/application/company/")
    look(page)
    assert page.locator("main [name=city]").count() == 0
    steps.submit(page, address="云杉路 18 号")
    steps.hand_in(page, "business_licence")
    look(page)
    page.goto("/application/check/")
    steps.submit(page, declaration=True)
    assert Application.objects.get().submission_number == 2


def activate(page, mailbox, look) -> None:
    """Follows the link of the approval mail signed out, signs in, and presses the button."""
    steps.sign_out(page)
    page.goto(mailbox.latest(to=OLIVE, kind="onboarding/approved").link)
    look(page)
    steps.press(page)
    steps.submit(page, email=OLIVE, password=PASSWORD)
    steps.submit(page, code=mailbox.latest(to=OLIVE, kind="accounts/sign-in-code").code)
    assert page.url.endswith("/activate/")
    steps.press(page)
    look(page)
    steps.press(page)
    assert page.url.endswith("/home/")
    look(page)
    assert page.locator(".tiles section").count() == 3


def go_all_the_way(tour, mailbox, language, look, width, **options) -> None:
    """Olive joins and is corrected, Rita judges in the same language, and the home opens."""
    seen = Look(language, look_for(f"the whole way in {language}").scheme)
    olive = tour.page(look=seen, width=width, **options)
    join_and_come_back(olive, mailbox, look)
    hand_everything_in(olive, look)
    rita = tour.page(look=seen, width=1440, height=1080, **options)
    rita_arrives(rita)
    claim_next(rita, look)
    judge(rita, look, returned="doc.cropped", field="address.differs:address")
    decide(rita, look)
    correct(olive, look)
    claim_next(rita, look)
    judge(rita, look)
    decide(rita, look)
    assert set(Verdict.objects.filter(review__submission__number=2).values_list("kind", flat=True)) == {"accept"}
    activate(olive, mailbox, look)


def test_olive_and_rita_go_all_the_way_in_russian_on_a_small_screen(tour, mailbox, at_once_effective):
    go_all_the_way(tour, mailbox, "ru", look_at, 320)


def test_t10_and_t82_the_same_way_without_script_in_chinese(tour, mailbox, at_once_effective):
    go_all_the_way(tour, mailbox, "zh-hans", skip_looking, 1280, script=False)
