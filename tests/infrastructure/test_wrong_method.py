"""What is answered when an address is asked in a way in which it does not work (405)."""

import pytest
from django.conf import settings

from tests import worlds
from tests.pages import PageCheckingClient
from tests.reviews.staff import browser_of

OPENED = {"en": "press a button", "ru": "нажимаете кнопку", "zh-hans": "页面上的按钮"}
SENT = {"en": "Open the page", "ru": "Открыть страницу", "zh-hans": "打开页面"}
CONSOLE_FRAME = "For staff only"
READ_ONLY = "GET, HEAD"


@pytest.fixture(params=OPENED)
def speaker(request, db):
    """A browser that speaks one of the languages."""
    browser = PageCheckingClient()
    browser.cookies[settings.LANGUAGE_COOKIE_NAME] = browser.language = request.param
    return browser


@pytest.mark.parametrize("page", ["/sign-out/", "/language/"])
def test_an_address_for_buttons_that_is_opened_says_so(speaker, page):
    answer = speaker.get(page)
    assert (answer.status_code, answer["Allow"]) == (405, "POST") and answer["Cache-Control"]
    assert OPENED[speaker.language] in answer.content.decode()


def test_a_page_that_takes_no_form_leads_back_to_itself(speaker):
    answer = speaker.post("/help/?a=1&b=2", {"name": "value"})
    assert (answer.status_code, answer["Allow"]) == (405, READ_ONLY)
    text = answer.content.decode()
    assert f'href="/help/?a=1&amp;b=2">{SENT[speaker.language]}' in text


def test_the_console_answers_in_its_own_frame(db):
    rita = browser_of(worlds.reviewer("Rita"))
    answer = rita.get("/admin/reviews/case/claim-next/")
    text = answer.content.decode()
    assert answer.status_code == 405 and "press a button" in text and CONSOLE_FRAME in text
    assert CONSOLE_FRAME not in rita.get("/sign-out/").content.decode()


@pytest.mark.parametrize("method", ["head", "options", "put", "delete"])
def test_other_methods_are_answered_alike(client, db, method):
    answer = getattr(client, method)("/language/")
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert bool(answer.content) == (method != "head")


@pytest.mark.parametrize("method", ["options", "put", "delete"])
def test_a_page_is_not_shown_for_methods_it_does_not_have(client, db, method):
    answer = getattr(client, method)("/sign-in/")
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD, POST")
    assert 'href="/sign-in/">Open the page' in answer.content.decode()


PROGRAMS = ["/healthz/", "/readyz/", "/robots.txt", "/favicon.ico"]
PROGRAMS += ["/.well-known/security.txt", "/.well-known/change-password"]


@pytest.mark.parametrize("path", PROGRAMS)
def test_what_programs_read_is_refused_in_plain_text(client, db, path):
    for method in (client.post, client.options, client.delete):
        answer = method(path)
        assert (answer.status_code, answer["Allow"]) == (405, READ_ONLY)
        assert answer["Content-Type"] == "text/plain; charset=utf-8"
        assert answer.content == b"This address only answers GET, HEAD.\n"
    assert client.head(path).status_code in (200, 301, 302)
