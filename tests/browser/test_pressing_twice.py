"""A double click in Chromium, with script and without: one effect, and the page that one click leads to."""

import re

import pytest
from playwright.sync_api import expect

from accounts.models import Code, PendingSignIn, User
from onboarding.models import DocumentVersion, Submission
from reviews.models import Decision, Review
from tests import worlds
from tests.browser import steps
from tests.factories import PASSWORD, confirmed_owner
from tests.reviews.staff import browser_of
from tests.sample_files import pdf_bytes

pytestmark = pytest.mark.parametrize("script", [True, False])
CASE = "/admin/reviews/case/"


@pytest.fixture
def rita(tour, script, monkeypatch):
    """Rita's page in the console, and Rita. The documents that she sees are real files."""
    monkeypatch.setattr(worlds, "provide", worlds.provide_drawn)
    client = browser_of(worlds.reviewer("Rita"))
    tour.world.clients["Rita"] = client
    return tour.page("Rita", width=1440, height=1080, script=script), client.person


def press_twice(page, selector, leads_to):
    page.locator(selector).first.dblclick()
    expect(page).to_have_url(re.compile(leads_to))  # asks again and again: the first of two navigations is broken off
    page.wait_for_load_state("networkidle")


def test_registration_makes_one_account_and_one_flow(tour, script):
    page = tour.page(script=script)
    page.goto("/register/")
    steps.fill(page, **steps.WHO_SHE_IS)
    page.wait_for_timeout(2000)
    press_twice(page, steps.MAIN_BUTTON, "/check-inbox/$")
    assert User.objects.count() == PendingSignIn.objects.count() == 1


def test_the_password_step_sends_one_code_and_names_it(tour, script, mailbox):
    confirmed_owner("Olive Tan", "olive@fernhill.example")
    page = tour.page(script=script)
    page.goto("/sign-in/")
    steps.fill(page, email="olive@fernhill.example", password=PASSWORD)
    press_twice(page, steps.MAIN_BUTTON, "/sign-in/code/$")
    assert Code.objects.get().tag in page.content()
    steps.fill(page, code=mailbox.latest(to="olive@fernhill.example").code[:5])
    assert PendingSignIn.objects.filter(purpose="sign_in").count() == 1


def test_an_upload_makes_one_version(tour, script):
    page = tour.page("begun", script=script)
    before = DocumentVersion.objects.count()
    page.goto("/application/documents/representative_id/")
    file = {"name": "card.pdf", "mimeType": "application/pdf", "buffer": pdf_bytes()}
    steps.open_upload(page, 1).locator("input[type=file]").set_input_files(file)
    page.locator("#part-1 form.upload button.button").dblclick()
    page.locator("#part-1 [data-status]").first.wait_for()
    page.wait_for_load_state("networkidle")
    assert DocumentVersion.objects.count() == before + 1


def test_submitting_makes_one_submission_and_says_that_it_arrived(tour, script):
    page = tour.page("filled", script=script)
    page.goto("/application/check/")
    steps.fill(page, declaration=True)
    press_twice(page, steps.MAIN_BUTTON, "/application/submitted/$")
    assert Submission.objects.count() == 1


def test_claiming_the_next_takes_one_case(rita):
    page, _person = rita
    worlds.application_at()
    worlds.application_at()
    page.goto(CASE)
    press_twice(page, ".heading .main-button", rf"{CASE}\d+/$")
    assert Review.objects.count() == 1


def test_approving_decides_once_and_says_no_word_of_a_failure(rita):
    page, person = rita
    review = worlds.claimed(person)
    worlds.judge(review)
    page.goto(f"{CASE}{review.application_id}/")
    steps.press(page, "#bar [name=outcome][value=approve]")
    press_twice(page, ".confirm .main-button", f"{CASE}{review.application_id}/$")
    assert Decision.objects.count() == 1
    assert page.locator("#error-summary").count() == 0
