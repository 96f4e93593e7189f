"""The password step and the reset, pressed twice: secrets are checked each time, flow, code and message are shared."""

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import AttemptRecord, Challenge, Code, PendingSignIn
from merchant_portal import form_ids
from merchant_portal.idempotency import presses
from merchant_portal.messaging.models import Message
from tests.factories import PASSWORD, confirmed_owner, form_id_on, register_form
from tests.pressing.twice import answer_of
from tests.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)
OLIVE = "olive@fernhill.example"


@pytest.fixture
def form(mailbox):
    """What Olive sends from the sign-in page."""
    confirmed_owner("Olive Tan", OLIVE)
    mailbox.all()
    Message.objects.all().delete()
    return {"email": OLIVE, "password": PASSWORD, "form_id": form_id_on(Client().get("/sign-in/"))}


def press(number, path, form):
    browser = Client()
    return browser, browser.post(path, form)


def test_two_presses_open_one_flow_with_one_code_and_both_lead_to_its_page(form, mailbox):
    pressed = at_once(lambda number: press(number, "/sign-in/", form), 2)
    assert {answer_of(answer) for _, answer in pressed} == {(302, "/sign-in/code/")}
    assert PendingSignIn.objects.filter(purpose="sign_in").count() == Code.objects.count() == 1
    assert Message.objects.count() == 1
    email, tag = mailbox.latest(to=OLIVE), Code.objects.get().tag
    assert all(tag in browser.get("/sign-in/code/").content.decode() for browser, _ in pressed)
    assert pressed[0][0].post("/sign-in/code/", {"code": email.code})["Location"] == "/application/"


def test_each_press_is_checked_and_a_wrong_one_is_counted(form):
    Client().post("/sign-in/", form)
    assert Client().post("/sign-in/", form | {"password": "guess"}).status_code == 200
    assert len(AttemptRecord.objects.get(kind="password").consumed_at) == 1
    assert PendingSignIn.objects.filter(purpose="sign_in").count() == 1


def test_another_page_or_another_way_on_is_another_sign_in(form):
    for changed in ({}, {"form_id": form_ids.new()}, {"next": "/security/"}):
        Client().post("/sign-in/", form | changed)
    assert PendingSignIn.objects.filter(purpose="sign_in").count() == Code.objects.count() == 3


@pytest.mark.parametrize("change", ["closed_at", "created_at"])
def test_a_flow_that_is_over_or_older_than_a_double_press_is_not_shared(form, change):
    Client().post("/sign-in/", form)
    PendingSignIn.objects.filter(purpose="sign_in").update(**{change: timezone.now() - presses.KEPT})
    Client().post("/sign-in/", form)
    Client().post("/sign-in/", form)
    assert Code.objects.count() == 3


@pytest.mark.parametrize("email", [OLIVE, "nobody@fernhill.example"])
def test_two_presses_of_a_reset_are_one_reset_that_both_browsers_hold(form, mailbox, email):
    asked = {"email": email, "form_id": form_ids.new()}
    pressed = at_once(lambda number: press(number, "/reset/", asked), 2)
    assert {answer_of(answer) for _, answer in pressed} == {(302, "/reset/code/")}
    assert Challenge.objects.filter(purpose="reset").count() == Code.objects.count() == 1
    assert all(browser.get("/reset/code/").status_code == 200 for browser, _ in pressed)
    Challenge.objects.update(closed_at=timezone.now())
    Client().post("/reset/", asked)
    assert Challenge.objects.filter(purpose="reset").count() == 2


def test_two_presses_of_a_registration_are_one_account_that_both_browsers_hold(db, settings):
    settings.MIN_FILL_SECONDS = 0
    form = register_form(Client().get("/register/"))
    pressed = at_once(lambda number: press(number, "/register/", form), 2)
    assert {answer_of(answer) for _, answer in pressed} == {(302, "/register/check-inbox/")}
    assert PendingSignIn.objects.count() == Message.objects.count() == 1
    assert all(browser.get("/register/check-inbox/").status_code == 200 for browser, _ in pressed)


def test_a_registration_that_was_corrected_is_another_one(db, settings):
    settings.MIN_FILL_SECONDS = 0
    form = register_form(Client().get("/register/"))
    for changed in ({}, {"email": "olive@greenhill.example"}, {"company_name": "Fernhill Tea"}):
        assert Client().post("/register/", form | changed)["Location"] == "/register/check-inbox/"
    assert PendingSignIn.objects.count() == 3
