"""Chromium on the live site, on the test's own database. Whatever a page may not do fails its test."""

import os

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from playwright.sync_api import sync_playwright

from tests import worlds
from tests.browser import survey as survey_module
from tests.browser.looks import LOOKS, look_for
from tests.browser.probing import kept
from tests.browser.touring import Tour
from tests.browser.watching import Watch
from tests.browser.world import World
from tests.chromium import CHROMIUM, MISSING

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright's loop runs in this thread
QUIET = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
    "--disable-gpu",
    "--disable-extensions",
    # a process less for each browser
    "--enable-features=NetworkServiceInProcess2",
]


def pytest_addoption(parser):
    parser.addoption("--full-matrix", action="store_true", help="each check in every language and scheme")


def pytest_generate_tests(metafunc):
    """One look for each test, or all of them; each survey is asked by many tests."""
    every = metafunc.config.getoption("--full-matrix", False)
    if "part" in metafunc.fixturenames:
        parts = survey_module.parts(every)
        ids = [f"{group}.{look}" if look else group for group, look in parts]
        metafunc.parametrize("part", parts, ids=ids, scope="module")  # so that all questions about one stand together
    elif "look" in metafunc.fixturenames:
        looks = LOOKS if every else [look_for(metafunc.definition.nodeid)]
        metafunc.parametrize("look", looks, ids=str)


@pytest.fixture(scope="session")
def chromium():
    """One browser for each process that runs tests."""
    if not CHROMIUM:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(MISSING)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="session", autouse=True)
def static_files_are_kept():
    """Browsers keep them from page to page, as they do in production."""
    serve = StaticFilesHandler.serve
    StaticFilesHandler.serve = lambda handler, request: kept(serve(handler, request))
    yield
    StaticFilesHandler.serve = serve


@pytest.fixture
def site(transactional_db, live_server, settings, phone):
    """The live site; links in mails lead to it, and beside it are pages that fail on purpose."""
    settings.PUBLIC_ORIGIN = live_server.url
    settings.CSRF_TRUSTED_ORIGINS = [live_server.url]
    settings.ROOT_URLCONF = "tests.browser.urls"
    worlds.load_catalogue()
    return live_server.url


@pytest.fixture
def watch(site):
    """Fails the test when a page did what none may."""
    watch = Watch(site)
    yield watch
    assert watch.faults == []


@pytest.fixture
def world(site, mailbox):
    """The cast."""
    return World(mailbox)


@pytest.fixture
def survey(request, part, tmp_path_factory):
    """The survey of one part of the site: taken for the first test that asks, in whichever process, and kept."""
    own = tmp_path_factory.getbasetemp()  # of this process; beside it are those of the others of the same run
    of_the_run = own.parent if hasattr(request.config, "workerinput") else own
    kept = of_the_run / f"survey-{request.node.callspec.id}.json"
    with survey_module.alone_with(kept):
        if not kept.exists():
            chromium, site, world, watch = map(request.getfixturevalue, ("chromium", "site", "world", "watch"))
            tour = Tour(chromium, site, world, watch, LOOKS[0])
            kept.write_text(survey_module.take(tour, *part).as_json())
            tour.close()
            watch.forget()  # a test asks about them
    return survey_module.Survey.from_json(kept.read_text())


@pytest.fixture
def tour(chromium, site, world, watch, look):
    """Opens watched pages in the language and the scheme of this test."""
    tour = Tour(chromium, site, world, watch, look)
    yield tour
    tour.close()
