"""What the mail says of an application: how it stands, by when, and the page or the link that leads on."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from onboarding.actions import applications
from onboarding.models import Application, Membership, Merchant
from onboarding.transitions import Status
from tests import worlds
from tests.factories import confirm, registered_owner
from tests.onboarding import judged


@pytest.fixture(autouse=True)
def decided_at_once(settings):
    settings.DECISION_UNDO_SECONDS = 0


def test_an_approved_owner_gets_a_link_that_activates(olive, rita, mailbox, answer_for):
    application = judged.approved(olive, rita)
    before = mailbox.latest(kind="onboarding/approved").link
    email = answer_for(olive.email)
    assert "isn't active yet" in email.text and application.reference in email.text
    assert Client().get(before).context["outcome"] == "superseded"
    browser = Client()
    judged.sign_in(browser, olive, mailbox)
    browser.post(email.link)
    assert Merchant.objects.get().status == "active"
    assert "Your account is ready" in answer_for(olive.email).text


def test_a_member_who_may_not_activate_gets_no_such_link(olive, rita, answer_for):
    application = judged.approved(olive, rita)
    sam = confirm(registered_owner("Sam", "sam@fernhill.example"))
    sam.memberships.all().delete()
    Membership.objects.create(merchant=application.merchant, person=sam, role=Membership.Role.VIEWER)
    email = answer_for(sam.email)
    assert "An owner of your company" in email.text and "/activate/" not in email.text


def withdrawn(olive, rita):
    applications.withdraw(application=worlds.application_at(Status.SUBMITTED, owner=olive), by=olive)


@pytest.mark.parametrize(
    "made, expected, path",
    [
        (lambda olive, rita: None, "hasn't been submitted yet", "/application/"),
        (judged.in_review, "will decide by", "/application/status/"),
        (
            lambda *who: judged.returned(*who, business_licence=["doc.cropped"]),
            "needs corrections by",
            "/application/changes/",
        ),
        (judged.rejected, "was not accepted on", "/application/status/"),
        (withdrawn, "was withdrawn on", "/application/status/"),
    ],
    ids=["draft", "in review", "changes requested", "rejected", "withdrawn"],
)
def test_the_state_of_the_application_is_reported_with_its_page(olive, rita, answer_for, made, expected, path):
    made(olive, rita)
    email = answer_for(olive.email)
    assert expected in email.text and "You can sign in" in email.text and email.link == path
    assert Application.objects.get().reference in email.text


def test_an_answer_that_is_late_is_not_promised_for_yesterday(olive, answer_for):
    worlds.application_at(Status.SUBMITTED, owner=olive)
    Application.objects.update(due_at=timezone.now() - timedelta(days=1))
    assert "longer than we said" in answer_for(olive.email).text


@pytest.mark.parametrize("status", ["suspended", "closed"])
def test_a_suspended_or_closed_account_says_whom_to_ask(olive, rita, answer_for, settings, status):
    judged.approved(olive, rita)
    for step in ("active", status):
        Merchant.objects.update(status=step, activated_at=timezone.now())
    email = answer_for(olive.email)
    assert f"is {status}" in email.text and f"write to {settings.SUPPORT_EMAIL}" in email.text
    assert email.link == "/application/status/"


def test_the_confirmed_one_is_meant_where_several_stand_on_an_address(olive, answer_for):
    registered_owner("Max", olive.email)
    assert "Hello Olive Tan" in answer_for(olive.email).text
