"""The frame of the pages, their steps and their errors. The numbers are those of the design's checklist."""

from itertools import pairwise

import pytest
from django.test import Client, RequestFactory

from merchant_portal.handlers import server_error
from tests.browser import steps
from tests.browser.looks import LANGUAGES, Look
from tests.browser.places import place
from tests.browser.urls import FAILING
from tests.pages import Page

STATUSES = {"csrf": 403}
ONE_FOR_EACH_FRAME = ["landing", "application", "error-500", "staff-sign-in", "today"]


@pytest.mark.parametrize("name", ONE_FOR_EACH_FRAME)
def test_t02_the_skip_link_is_the_first_stop_and_leads_to_the_content(tour, name):
    page = tour.at(place(name))
    page.keyboard.press("Tab")
    link = page.locator(":focus")
    target = link.get_attribute("href")
    assert target.startswith("#") and link.bounding_box()["width"] > 24
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == target[1:]
    assert page.locator(f"{target} h1").count() == 1


@pytest.mark.parametrize("name, count", [("register", 1), ("check-inbox", 1), ("landing", 0), ("status", 1)])
def test_t42_one_step_is_the_current_one(tour, name, count):
    page = tour.at(place(name))
    assert page.locator("main ol li").count() >= 4
    assert page.locator("main ol [aria-current=step]").count() == count


def test_t42_the_log_tells_the_newest_first_with_its_time(tour):
    page = tour.at(place("status.withdrawn"))
    times = [entry.get_attribute("datetime") for entry in page.locator(".log li time").all()]
    assert len(times) == 2 and all(newer >= older for newer, older in pairwise(times))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", [*FAILING, "404"])
def test_t73_errors_have_their_status_help_and_no_trace(world, language, name):
    client = Client(raise_request_exception=False)
    client.cookies["language"] = language
    answer = client.get("/nowhere/" if name == "404" else f"/failing/{name}/")
    text = answer.content.decode()
    assert answer.status_code == STATUSES.get(name) or answer.status_code == int(name)
    assert 'href="/help/"' in text and "Traceback" not in text
    assert Page(text).check(language) == []
    assert name not in ("429", "503") or int(answer["Retry-After"]) > 0


def test_t73_the_page_of_a_breakdown_needs_no_database():
    """A test that names no database may not touch one."""
    assert server_error(RequestFactory().get("/")).status_code == 500


def test_t74_another_language_keeps_the_address_and_names_itself(tour):
    page = tour.page(look=Look("en", tour.look.scheme))
    page.goto("/sign-in/?next=/security/password/")
    for language, lang in (("ru", "ru"), ("zh-hans", "zh-Hans"), ("en", "en")):
        button = page.locator(f".languages.wide button[value={language}]")
        assert button.get_attribute("lang") == lang
        steps.press(page, f".languages.wide button[value={language}]")
        assert page.url.endswith("/sign-in/?next=/security/password/")
        assert page.locator("html").get_attribute("lang") == lang
        current = page.locator(".languages.wide [aria-current]")
        assert current.count() == 1 and current.get_attribute("value") == language
