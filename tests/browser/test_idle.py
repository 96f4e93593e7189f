"""The notice before a session ends for lack of use. The numbers are those of the design's checklist."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Session, User
from tests.browser import probing
from tests.browser.probing import probe
from tests.browser.world import OLIVE, RITA

MINUTE = 60_000


@pytest.fixture(autouse=True)
def small_limits(settings):
    settings.IDLE_MINUTES = settings.STAFF_IDLE_MINUTES = 3


def opened(tour, who, path):
    page = tour.page(who)
    page.clock.install()
    page.goto(path)
    return page, page.locator("#idle")


def let_rest(email, **resting):
    """Puts the clock of the server on, as the clock of the browser was."""
    person = User.objects.get(email=email)
    Session.objects.filter(user=person).update(last_seen_at=timezone.now() - timedelta(**resting))


@pytest.mark.parametrize("who, path, email", [("olive", "/application/company/", OLIVE), ("lead", "/admin/", RITA)])
def test_t72_the_notice_comes_in_time_takes_no_focus_and_the_button_extends(tour, who, path, email):
    page, notice = opened(tour, who, path)
    page.clock.run_for(85_000)
    assert notice.is_hidden() and page.locator("#live").inner_text() == ""
    page.clock.run_for(10_000)  # 85 seconds are left
    assert notice.is_visible() and page.evaluate("document.activeElement === document.body")
    assert page.locator("#live").inner_text() == notice.locator("p").first.inner_text()
    let_rest(email, seconds=95)
    with page.expect_response("**/security/stay/"):
        notice.get_by_role("button").click()
    notice.wait_for(state="hidden")
    page.clock.run_for(80_000)
    assert notice.is_hidden() and page.url.endswith(path)
    person = User.objects.get(email=email)
    assert timezone.now() - Session.objects.get(user=person).last_seen_at < timedelta(seconds=20)


@pytest.mark.parametrize("who, path", [("olive", "/application/"), ("lead", "/admin/")])
def test_the_notice_can_be_read_and_pressed_by_everybody(tour, who, path):
    page, notice = opened(tour, who, path)
    page.clock.run_for(2 * MINUTE)
    assert notice.is_visible() and list(probing.axe(page)) == [] and list(probe(page, "contrast")) == []
    for size in ((360, 640), (320, 640)):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        box = notice.bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= size[0] and list(probing.sideways(page)) == []
    assert who == "lead" or list(probe(page, "targets", False)) == []


def test_after_the_end_the_page_stays_and_leads_to_the_sign_in_and_back(tour):
    page, notice = opened(tour, "olive", "/application/company/")
    page.locator("[name=country]").select_option("CN")
    page.clock.run_for(4 * MINUTE)
    assert notice.get_by_role("button").is_hidden() and page.locator("[name=country]").input_value() == "CN"
    let_rest(OLIVE, minutes=4)
    notice.get_by_role("link").click()
    page.wait_for_url("**/sign-in/?next=%2Fapplication%2Fcompany%2F&ended=idle")
    assert page.locator(".notice").is_visible()


def test_a_session_that_ended_elsewhere_is_reported_when_the_button_is_pressed(tour):
    page, notice = opened(tour, "olive", "/application/")
    page.clock.run_for(2 * MINUTE)
    Session.objects.all().delete()
    notice.get_by_role("button").click()
    notice.get_by_role("link").wait_for()
    assert notice.get_by_role("button").is_hidden()


def test_a_page_opened_in_another_tab_keeps_this_one_quiet(tour):
    page, notice = opened(tour, "olive", "/application/")
    page.clock.run_for(85_000)
    let_rest(OLIVE, seconds=85)
    page.context.new_page().goto(f"{tour.site}/application/")
    page.wait_for_timeout(300)
    page.clock.run_for(60_000)
    assert notice.is_hidden()


def test_t92_it_asks_for_nothing_by_itself(tour):
    page, _notice = opened(tour, "olive", "/application/")
    asked = []
    page.on("request", lambda request: "/static/" in request.url or asked.append(request.url))
    page.clock.run_for(60 * MINUTE)
    assert asked == []
