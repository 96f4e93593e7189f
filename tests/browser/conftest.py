"""Chromium on the live site. A watched page fails its test on a foreign request, a CSP violation or a console error."""

import os
import shutil

import pytest
from django.conf import settings as django_settings
from playwright.sync_api import sync_playwright

from onboarding.actions import catalogue
from tests.mailbox import Mailbox

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright's loop runs in this thread
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
QUIET = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
]
LOUD = "BROWSER TESTS SKIPPED: no chromium on PATH"


def pytest_collection_modifyitems(config, items):
    here = [item for item in items if "/browser/" in str(item.path)]
    if here and not CHROMIUM and not os.environ.get("CI"):
        for item in here:
            item.add_marker(pytest.mark.skip(reason=LOUD))


@pytest.fixture(scope="session")
def chromium():
    """One browser for each process that runs tests."""
    assert CHROMIUM, LOUD
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def site(transactional_db, live_server, settings):
    """The live site; links in mails lead to it."""
    settings.PUBLIC_ORIGIN = live_server.url
    settings.CSRF_TRUSTED_ORIGINS = [live_server.url]
    catalogue.load()
    return live_server.url


@pytest.fixture
def post():
    """The mailbox of the process the live site runs in."""
    return Mailbox()


@pytest.fixture
def visit(chromium, site):
    """Returns a function that opens a watched page: `visit("ru", dark=True, script=False, width=320)`."""
    contexts, faults = [], []

    def open_page(language="en", *, dark=False, script=True, width=1280, **more):
        context = chromium.new_context(
            base_url=site,
            viewport={"width": width, "height": 800},
            color_scheme="dark" if dark else "light",
            java_script_enabled=script,
            reduced_motion="reduce",
            **more,
        )
        contexts.append(context)
        context.add_cookies([{"name": django_settings.LANGUAGE_COOKIE_NAME, "value": language, "url": site}])
        page = context.new_page()
        watch(page, site, faults)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert faults == []


def watch(page, site: str, faults: list[str]) -> None:
    """Notes in `faults` what no page may do."""
    page.on(
        "console", lambda message: message.type == "error" and not expected(message) and faults.append(message.text)
    )
    page.on("pageerror", lambda error: faults.append(f"script: {error}"))
    page.on("request", lambda request: foreign(request.url, site) and faults.append(f"asks {request.url}"))
    page.on("response", lambda answer: answer.status >= 500 and faults.append(f"{answer.status} {answer.url}"))


def foreign(url: str, site: str) -> bool:
    return not url.startswith((site, "data:", "blob:", "about:"))


def expected(message) -> bool:
    """Says whether the browser only repeats the status of a page that is meant to have it (409, 429, …)."""
    return "the server responded with a status of 4" in message.text
