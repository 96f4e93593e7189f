"""Error pages and the switch of languages. The numbers are those of the design's checklist."""

import pytest
from django.test import Client, RequestFactory
from django.utils import translation

from merchant_portal.error_views import server_error
from merchant_portal.site import about_site
from tests.browser import steps
from tests.browser.looks import LANGUAGES, Look
from tests.browser.urls import FAILING
from tests.pages import Page


def site_name(language):
    with translation.override(language):
        return about_site().name


STATUSES = {"csrf": 403, "storage": 503, "file": 404}


@pytest.mark.parametrize("language", LANGUAGES)
def test_t73_errors_have_their_status_help_and_no_trace(world, language):
    client = Client(raise_request_exception=False)
    client.cookies["language"] = language
    for name in (*FAILING, "404"):
        answer = client.get("/nowhere/" if name == "404" else f"/failing/{name}/")
        text = answer.content.decode()
        assert answer.status_code == (STATUSES.get(name) or int(name)), name
        assert 'href="/help/"' in text and "Traceback" not in text, name
        assert Page(text).check(language) == [], name
        assert text.count(f"<span>{site_name(language)}</span></a>") == 1, name
        assert name not in ("429", "503", "storage") or int(answer["Retry-After"]) > 0


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
