"""A real page of ours that was open for long, or whose person was stopped on the way: nothing typed is lost."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from accounts.middleware import SessionMiddleware
from accounts.models import Session, UnsavedInput, User
from accounts.sessions import SessionStore
from tests.attacks.wire import CSRF_FIELD
from tests.onboarding.joining import COMPANY
from tests.pages import PageCheckingClient
from tests.unsaved.leaving import ORIGIN, TYPED

PAGE = "/application/company/"
pytestmark = pytest.mark.usefixtures("catalogue_loaded")


@pytest.fixture
def browser(signed_in):
    """Olive's browser, whose tokens are checked as in production."""
    browser = PageCheckingClient(enforce_csrf_checks=True)
    browser.cookies = signed_in.cookies
    return browser


def open_page(browser) -> dict:
    """Returns what the form of the page carries, filled in."""
    page = browser.get(PAGE).content.decode()
    form = page.split('<form class="sheet"')[1]
    marker = form.split('name="form_id" value="')[1].split('"')[0]
    typed = COMPANY | {"shown_for": "CN/company", "goods": TYPED}
    return typed | {"form_id": marker, "csrfmiddlewaretoken": CSRF_FIELD.search(form)[1]}


@pytest.mark.parametrize("hours", [1, 11, 13, 23])
def test_a_page_that_was_open_for_hours_leads_to_the_sign_in_and_is_kept(browser, hours):
    form = open_page(browser)
    with time_machine.travel(timezone.now() + timedelta(hours=hours)):
        led = browser.post(PAGE, form, HTTP_ORIGIN=ORIGIN)["Location"]
        assert led.startswith("/sign-in/?next=%2Fapplication%2Fcompany%2F")
        assert UnsavedInput.objects.get().page == PAGE


@pytest.mark.django_db(transaction=True)
def test_a_session_that_ends_while_the_form_is_refused_keeps_it(browser, monkeypatch):
    form = open_page(browser) | {"registration_number": "1"}
    save = SessionStore.save

    def ended_meanwhile(session, *args, **more):
        Session.objects.all().delete()
        return save(session, *args, **more)

    monkeypatch.setattr(SessionStore, "save", ended_meanwhile)
    process = SessionMiddleware.process_response

    def modified(middleware, request, response):
        request.session.modified = request.method == "POST"
        return process(middleware, request, response)

    monkeypatch.setattr(SessionMiddleware, "process_response", modified)
    assert browser.post(PAGE, form, HTTP_ORIGIN=ORIGIN)["Location"].startswith("/sign-in/?next=")
    assert UnsavedInput.objects.exists()


def test_who_must_change_the_password_first_finds_the_form_afterwards(browser):
    form = open_page(browser)
    User.objects.update(must_change_password=True)
    assert browser.post(PAGE, form, HTTP_ORIGIN=ORIGIN)["Location"] == "/security/password/"
    User.objects.update(must_change_password=False)
    assert "It isn't saved yet." in browser.get(PAGE).content.decode()
