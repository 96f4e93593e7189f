"""Deciding on a case: who, when, on what, and what follows."""

import pytest

from onboarding.models import Return
from onboarding.transitions import MerchantStatus, Status
from reviews.actions import cases, decisions, outcomes
from reviews.transitions import Outcome
from tests import worlds

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_once_effective(settings):
    settings.DECISION_UNDO_SECONDS = 0


@pytest.fixture
def review(rita):
    return worlds.claimed(rita)


def test_an_approval_needs_every_item_accepted(review):
    with pytest.raises(outcomes.ItemsOpen) as refused:
        worlds.decided(review, Outcome.APPROVE)
    titles = [item.title for item in refused.value.items]
    assert titles == ["Company details", "Business licence", *titles[2:]] and len(titles) == 4


def test_an_approval_moves_application_merchant_and_review(review, mailbox):
    worlds.judge(review)
    worlds.decided(review, Outcome.APPROVE)
    review.refresh_from_db()
    assert (review.status, review.closed_as) == ("closed", "approved")
    assert review.application.status == Status.APPROVED
    assert review.application.merchant.status == MerchantStatus.APPROVED
    assert set(review.application.requirements.exclude(status="due").values_list("status", flat=True)) == {"accepted"}
    email = mailbox.latest(kind="onboarding/approved")
    assert email.to == worlds.owner_of(review.application).email and email.link.startswith("/activate/")


def test_it_is_refused_with_a_returned_item(review):
    worlds.judge(review, business_licence=["doc.cropped"])
    with pytest.raises(outcomes.ItemsOpen) as refused:
        worlds.decided(review, Outcome.APPROVE)
    assert [item.title for item in refused.value.items] == ["Business licence"]


def test_changes_are_reported_in_one_round(review, mailbox):
    worlds.judge(review, business_licence=["doc.cropped", "doc.unreadable"], company=["address.differs:address"])
    worlds.decided(review, Outcome.REQUEST_CHANGES, message="Good documents otherwise.")
    application = review.application
    application.refresh_from_db()
    assert application.status == Status.CHANGES_REQUESTED and application.due_at is None
    shown = Return.objects.values_list("requirement__key", "reason__code", "field", "part").order_by("pk")
    assert list(shown) == [
        ("company", "address.differs", "address", 0),
        ("business_licence", "doc.cropped", "", 1),
        ("business_licence", "doc.unreadable", "", 1),
    ]
    text = mailbox.latest(kind="onboarding/changes-requested").text
    assert "2 things in your application" in text and "Street and number" in text and "Good documents" in text


def test_changes_need_a_verdict_on_every_item(review):
    with pytest.raises(outcomes.ItemsOpen):
        worlds.decided(review, Outcome.REQUEST_CHANGES)


def test_changes_need_something_returned(review):
    worlds.judge(review)
    with pytest.raises(outcomes.NothingReturned):
        worlds.decided(review, Outcome.REQUEST_CHANGES)


@pytest.mark.parametrize("reasons", [[], ["doc.cropped"], ["risk.forgery", "no.such"]])
def test_a_rejection_needs_a_final_reason(review, reasons):
    with pytest.raises(outcomes.FinalReasonMissing):
        worlds.decided(review, Outcome.REJECT, reasons=reasons)


def test_a_rejection_never_spells_out_a_suspicion(review, mailbox):
    worlds.decided(review, Outcome.REJECT, reasons=["risk.forgery", "risk.integrity"])
    email = mailbox.latest(kind="onboarding/rejected")
    assert "genuine" not in email.text and "forg" not in email.text.lower()
    review.application.refresh_from_db()
    assert review.application.status == Status.REJECTED


def test_it_refuses_a_colleague(review):
    with pytest.raises(cases.NotYourCase):
        decisions.decide(review=review, outcome=Outcome.APPROVE, by=worlds.reviewer("Ravi"))


def test_it_refuses_a_page_of_an_older_submission(review):
    worlds.judge(review)
    with pytest.raises(cases.StaleSubmission):
        worlds.decided(review, Outcome.APPROVE, submission_number=2)
