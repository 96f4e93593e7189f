"""The member who comes too late reads what was done to the application meanwhile, by whom and when."""

import pytest

from accounts.actions import contacts, phones
from accounts.models import ContactChange
from onboarding.actions import applications, joining, merchants
from onboarding.actions.requirements import Frozen
from onboarding.transitions import Status
from reviews.transitions import Outcome
from tests import worlds
from tests.factories import confirm_phone, confirmed_owner
from tests.onboarding.joining import COMPANY

pytestmark = pytest.mark.django_db
WHEN = r"\(today, \d\d:\d\d\)\."


@pytest.fixture(autouse=True)
def at_once(settings):
    settings.DECISION_UNDO_SECONDS = 0


@pytest.fixture
def sam():
    return confirmed_owner("Sam Lee", "sam@hilltop.example")


def decided(application, outcome, **more):
    review = worlds.claimed(worlds.reviewer(), application)
    worlds.judge(review, **more)
    worlds.decided(review, outcome)


def save(application, by):
    applications.save_company(application=application, answers=COMPANY, by=by)


def test_sending_twice_names_who_sent_it(sam):
    application = worlds.application_at(owner=sam)
    with pytest.raises(applications.AlreadySubmitted, match=f"Sam Lee submitted the application {WHEN}"):
        applications.submit(application=application, by=sam)


def test_a_change_after_sending_names_who_sent_it(sam):
    application = worlds.application_at(owner=sam)
    with pytest.raises(Frozen, match=f"under review.* Sam Lee submitted the application {WHEN}"):
        save(application, sam)


def test_a_change_after_the_approval_does_not_say_that_we_judge(sam):
    application = worlds.application_at(owner=sam)
    decided(application, Outcome.APPROVE)
    with pytest.raises(Frozen, match=f"is closed.* We approved the application {WHEN}"):
        save(application, sam)


def test_a_change_after_a_withdrawal_names_who_withdrew(sam):
    application = worlds.application_at(owner=sam)
    applications.withdraw(application=application, by=sam)
    with pytest.raises(Frozen, match=f"is closed.* Sam Lee withdrew the application {WHEN}"):
        save(application, sam)
    with pytest.raises(
        applications.CannotWithdraw, match=f"no longer be withdrawn. Sam Lee withdrew the application {WHEN}"
    ):
        applications.withdraw(application=application, by=sam)


def test_withdrawing_after_the_decision_names_the_decision(sam):
    application = worlds.application_at(owner=sam)
    decided(application, Outcome.APPROVE)
    with pytest.raises(applications.CannotWithdraw, match=f"We approved the application {WHEN}"):
        applications.withdraw(application=application, by=sam)


def test_beginning_again_names_who_began_already(sam):
    application = worlds.application_at(owner=sam)
    applications.withdraw(application=application, by=sam)
    application.refresh_from_db()
    joining.begin_again(application=application, form_key="one", by=sam)
    with pytest.raises(joining.CannotBeginAgain, match=f"Sam Lee started this application {WHEN}"):
        joining.begin_again(application=application, form_key="two", by=sam)


def test_activating_before_the_approval_says_what_was_done_last(sam):
    application = worlds.application_at(owner=sam)
    with pytest.raises(merchants.NotApproved, match="been approved. Sam Lee submitted the application"):
        merchants.activate(merchant=application.merchant, by=sam)


def test_a_draft_has_no_move_to_tell(sam):
    application = worlds.application_at(Status.DRAFT, owner=sam)
    with pytest.raises(merchants.NotApproved, match="been approved.$"):
        merchants.activate(merchant=application.merchant, by=sam)


def test_a_phone_that_was_confirmed_meanwhile_says_when(sam):
    confirm_phone(sam)
    with pytest.raises(phones.AlreadyConfirmed, match=rf"already confirmed {WHEN}"):
        phones.correct(user=sam, phone="+85261234568")


@pytest.mark.parametrize(
    "status, expected", [("cancelled", "already been cancelled"), ("waiting", "is waiting to take effect")]
)
def test_a_change_that_was_moved_on_meanwhile_says_how(sam, status, expected):
    change = ContactChange.objects.create(
        user=sam, kind="email", old=sam.email, new="n@x.example", stamp=sam.security_stamp
    )
    ContactChange.objects.update(status=status)
    with pytest.raises(contacts.NothingToChange, match=expected):
        contacts.cancel(change=change)
