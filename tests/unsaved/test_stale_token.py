"""A form whose token is out of date performs nothing: it leads on, or says what happened and offers to try again."""

import re

import pytest

from accounts.models import Session, UnsavedInput, User
from merchant_portal import form_ids
from tests import factories
from tests.onboarding.judged import sign_in
from tests.pages import PageCheckingClient
from tests.unsaved.leaving import ORIGIN, SHOWN, TYPED, Form, end_sessions, profile, saved

NOTICE = "It isn't saved yet."
MERCHANTS = ('href="/help/"', 'href="/application/', 'href="/sign-in/"')
OPEN_FORMS = {
    "/register/": {"company_name": TYPED, "contact_name": TYPED, "email": "x@y.example", "phone": "+8613800138000"},
    "/sign-in/": {"email": "x@y.example", "next": "/security/"},
    "/admin/sign-in/": {"email": "x@y.example", "next": "/admin/"},
    "/reset/": {"email": "x@y.example"},
    "/help/sign-in/": {"email": "x@y.example"},
}
SECRETS = {"password": "hunter2hunter2", "code": "123456", "csrfmiddlewaretoken": "old", "file": "x"}


def strict(client=None) -> PageCheckingClient:
    """Returns a browser whose token is another than that of its open pages, with the cookies of `client`."""
    browser = PageCheckingClient(enforce_csrf_checks=True)
    browser.cookies["csrf"] = "a" * 32
    if client is not None:
        browser.cookies["session"] = client.cookies["session"].value
    return browser


def test_who_is_signed_in_is_led_on_to_the_page_which_offers_what_was_typed(form):
    browser, before = strict(form.client), saved()
    for _press in range(2):
        assert form.send(browser)["Location"] == form.page
    assert saved() == before and UnsavedInput.objects.count() == 1
    page = form.look()
    assert NOTICE in page and SHOWN in page


def test_who_is_signed_out_is_led_to_the_sign_in_and_back(form):
    browser = strict(form.client)
    end_sessions()
    led = form.send(browser)["Location"]
    assert led.startswith("/admin/sign-in/?next=" if form.person.is_staff else "/sign-in/?next=")
    assert UnsavedInput.objects.get().person == form.person


def test_without_anything_typed_it_leads_on_and_says_so(signed_in, olive):
    form = Form(signed_in, olive, "/security/", "/sign-out/", {})
    assert form.send(strict(signed_in))["Location"] == "/security/"
    assert Session.objects.count() == 1 and "nothing was done" in form.look()


@pytest.mark.parametrize("path", OPEN_FORMS)
def test_a_form_open_to_everybody_can_be_tried_again_with_its_values(db, path):
    browser = strict()
    sent = OPEN_FORMS[path] | SECRETS | {"form_id": form_ids.new()}
    answer = browser.post(path, sent, HTTP_ORIGIN=ORIGIN)
    page = answer.content.decode()
    assert answer.status_code == 403 and "This page was out of date" in page and TYPED not in page
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page.split("<main")[1]))
    assert set(fields) == {*OPEN_FORMS[path], "csrfmiddlewaretoken", "form_id"}
    fields |= {name: text for name, text in OPEN_FORMS[path].items() if name in fields}
    again = browser.post(path, fields | {"again": "1"}, HTTP_ORIGIN=ORIGIN)
    shown = again.content.decode()
    assert again.status_code == 200 and 'value="x@y.example"' in shown and "error-summary" not in shown
    assert ("Typed &lt;b&gt;" in shown) == (path == "/register/") and "hunter2" not in page + shown
    assert not User.objects.exists()


@pytest.mark.parametrize("path", OPEN_FORMS)
def test_without_any_cookie_the_page_explains_how_to_allow_them(db, path):
    browser = PageCheckingClient(enforce_csrf_checks=True)
    answer = browser.post(path, OPEN_FORMS[path], HTTP_ORIGIN=ORIGIN)
    page = answer.content.decode()
    assert answer.status_code == 403 and "Allow cookies to continue" in page and "allow cookies for testserver" in page
    assert 'name="again"' in page and "x@y.example" in page


def test_what_was_typed_is_kept_also_when_the_cookies_are_gone(form):
    browser = PageCheckingClient(enforce_csrf_checks=True)
    assert "Allow cookies to continue" in form.send(browser).content.decode()
    assert UnsavedInput.objects.get().person == form.person


@pytest.mark.parametrize("path", OPEN_FORMS)
def test_nothing_is_repeated_that_another_site_sent(db, path):
    for browser in (strict(), PageCheckingClient(enforce_csrf_checks=True)):
        answer = browser.post(path, OPEN_FORMS[path], HTTP_ORIGIN="https://evil.example")
        assert answer.status_code == 403 and "x@y.example" not in answer.content.decode()


def test_the_console_has_its_frame_and_no_way_to_the_merchants_pages(form, rita):
    path = form.path if form.person.is_staff else "/admin/sign-in/"
    for client in (form.client, None):
        browser = strict(client)
        page = browser.post(path, {"form_id": "x"}, HTTP_ORIGIN=ORIGIN, HTTP_REFERER=ORIGIN + path).content.decode()
        assert "console" in page and not any(way in page for way in MERCHANTS)
        assert form.client is client or 'href="/admin/sign-in/"' in page


def test_a_form_of_somebody_else_says_so_and_is_kept_for_them(form, another_browser, mailbox):
    end_sessions()
    sign_in(another_browser, factories.confirmed_owner("Sam", "sam@shop.example"), mailbox)
    before = saved()
    for browser, status in ((another_browser, 409), (strict(another_browser), 403)):
        answer = form.send(browser)
        page = answer.content.decode()
        assert answer.status_code == status and "belongs to another account" in page and "carefully" not in page
        assert form.person.email not in page
    assert saved() == before and UnsavedInput.objects.get().person == form.person


def test_the_form_of_a_colleague_is_not_performed(signed_in, olive, rita, another_browser, catalogue_loaded):
    form = profile(signed_in, olive, rita)
    form.id = form_ids.new(rita.pk)
    before = saved()
    assert form.send().status_code == 409 and saved() == before
