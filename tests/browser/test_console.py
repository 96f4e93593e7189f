"""What reviewers do in Chromium. The numbers are those of the design's checklist."""

import pytest
from django.core import mail

from merchant_portal.audit.models import AuditEvent
from reviews.models import Review, Verdict
from tests import worlds
from tests.browser import probing, steps
from tests.browser.world import RITA
from tests.reviews.staff import browser_of

QUEUE = "/admin/reviews/case/"


@pytest.fixture
def documents_are_drawn(monkeypatch):
    """Documents of these worlds are real files, so that their pages can be seen."""
    monkeypatch.setattr(worlds, "provide", worlds.provide_drawn)


@pytest.fixture
def desk(tour, documents_are_drawn):
    """Opens the console of a reviewer by name, on a wide screen."""

    def sit_down(name="Rita", **options):
        client = browser_of(worlds.reviewer(name))
        tour.world.clients[name] = client
        page = tour.page(name, width=1440, height=1080, **options)
        page.person = client.person
        return page

    return sit_down


def holders() -> set[str]:
    return set(Review.objects.values_list("reviewer__name", flat=True))


def test_t77_two_reviewers_pressing_claim_next_get_different_cases(desk):
    worlds.application_at()
    worlds.application_at()
    rita, ravi = desk("Rita"), desk("Ravi")
    for page in (rita, ravi):
        page.goto(QUEUE)
    for page in (rita, ravi):
        steps.press(page, ".heading .main-button")
    assert rita.url != ravi.url and holders() == {"Rita", "Ravi"}


def test_t79_a_return_without_reason_fails_with_a_message(desk):
    page = desk()
    review = worlds.claimed(page.person)
    page.goto(f"{QUEUE}{review.application_id}/")
    steps.press(page, ".documents [name=verdict][value=return]")
    assert page.locator("#error-summary").is_visible() and not Verdict.objects.exists()
    assert page.evaluate("document.activeElement.id") == "error-summary"
    assert probing.axe(page) == []


def test_t80_no_decision_without_the_letter_in_the_merchants_language(desk):
    page = desk()
    owner = worlds.factories.confirmed_owner("Max", "max@lesnaya.example", language="ru")
    review = worlds.claimed(page.person, worlds.application_at(owner=owner))
    worlds.judge(review, business_licence=["doc.cropped"])
    page.goto(f"{QUEUE}{review.application_id}/")
    steps.press(page, "#bar .main-button")
    assert "Здравствуйте" in page.locator(".letter").first.inner_text()
    assert page.locator(".letter").first.get_attribute("lang") == "ru" and not review.decisions.exists()
    steps.press(page, ".confirm .main-button")
    assert review.decisions.count() == 1


def test_t83_opening_a_document_adds_an_audit_line(desk):
    page = desk()
    review = worlds.claimed(page.person)
    with page.expect_response("**/pages/1/"):
        page.goto(f"{QUEUE}{review.application_id}/")
    page.locator("#pages img").first.wait_for()
    event = AuditEvent.objects.filter(code="onboarding.document_opened").first()
    assert event.by_id == str(page.person.pk)


def test_t89_undo_within_the_window_sends_no_letter_and_reopens_the_case(desk, mailbox):
    page = desk()
    review = worlds.claimed(page.person)
    worlds.judge(review)
    page.goto(f"{QUEUE}{review.application_id}/")
    steps.press(page, "#bar .main-button")
    steps.press(page, ".confirm .main-button")
    assert page.locator("#bar").count() == 0 and probing.axe(page) == []
    steps.press(page, ".notice.waiting form:first-of-type button")
    assert page.locator("#bar").count() == 1
    mailbox.all()
    assert not [email for email in mail.outbox if email.extra_headers["X-Portal-Message"] == "onboarding/approved"]


def test_the_pages_of_a_document_grow_and_turn(desk):
    page = desk()
    review = worlds.claimed(page.person)
    page.goto(f"{QUEUE}{review.application_id}/")
    picture = page.locator("#pages img").first
    width = picture.bounding_box()["width"]
    page.locator("[data-do=in]").click()
    assert picture.bounding_box()["width"] > width
    page.locator("[data-do=turn]").click()
    assert picture.evaluate("picture => getComputedStyle(picture).rotate") == "90deg"
    page.locator("[data-do=fit]").click()
    assert picture.bounding_box()["width"] == width


@pytest.mark.parametrize("width", [360, 800, 1099, 1440])
def test_the_case_fits_every_width_and_the_bar_covers_no_field(desk, width):
    page = desk()
    review = worlds.claimed(page.person)
    worlds.judge(review, business_licence=["doc.cropped"])
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{QUEUE}{review.application_id}/")
    assert probing.sideways(page) == [] and probing.axe(page) == []
    for field in ("#comment-company", "#reason-goods"):
        page.locator(field).focus()
        box, bar = page.locator(field).bounding_box(), page.locator("#bar").bounding_box()
        assert box["y"] + box["height"] <= bar["y"] + 1, field


def test_the_queue_is_read_with_the_keyboard(desk):
    worlds.application_at()
    page = desk()
    assert page.person.email == RITA
    page.goto(QUEUE)
    assert probing.axe(page) == []
    page.locator("#result_list a").first.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url.rstrip("/").rpartition("/")[2].isdigit()
