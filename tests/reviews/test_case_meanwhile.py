"""Who comes too late at a case reads what was done meanwhile, by whom and when."""

import pytest
from django.utils import translation

from onboarding.actions import applications
from reviews.actions import cases, decisions
from reviews.models import Case
from reviews.transitions import Outcome
from tests import worlds
from tests.reviews.staff import at, give, signed_in, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def ravi():
    return worlds.reviewer("Ravi")


@pytest.fixture
def rita_at_work():
    return signed_in("Rita")


@pytest.fixture
def review(rita_at_work):
    """Rita holds a case."""
    return worlds.claimed(rita_at_work.person, worlds.application_at())


def withdrawn_by_owner(review):
    owner = worlds.owner_of(review.application)
    applications.withdraw(application=review.application, by=owner)
    return owner


def test_who_claims_second_reads_who_was_first(review, ravi):
    with pytest.raises(
        cases.CaseAlreadyClaimed, match=r"can no longer be claimed\. Rita claimed the case \(today, \d\d:\d\d\)\."
    ):
        cases.claim(case=Case.objects.get(), by=ravi)


@pytest.mark.parametrize("language, expected", [("zh-hans", "Rita 已领取"), ("ru", "Rita: заявка взята")])
def test_it_is_said_in_every_language(review, ravi, language, expected):
    with translation.override(language), pytest.raises(cases.CaseAlreadyClaimed, match=expected):
        cases.claim(case=Case.objects.get(), by=ravi)


def test_a_claim_after_a_withdrawal_names_the_merchants_person(ravi):
    application = worlds.application_at()
    owner = worlds.owner_of(application)
    applications.withdraw(application=application, by=owner)
    with pytest.raises(cases.CaseAlreadyClaimed, match=f"{owner.name} from the merchant withdrew the application"):
        cases.claim(case=Case.objects.get(), by=ravi)


def test_a_claim_after_a_decision_names_who_decided(review, ravi, settings):
    settings.DECISION_UNDO_SECONDS = 0
    worlds.judge(review)
    worlds.decided(review, Outcome.APPROVE)
    with pytest.raises(cases.CaseAlreadyClaimed, match="Rita approved the case"):
        cases.claim(case=Case.objects.get(), by=ravi)


def test_a_verdict_on_a_withdrawn_case_says_so_on_the_case_page(rita_at_work, review):
    posted = {"reason": ["doc.cropped"]}
    owner = withdrawn_by_owner(review)
    page = give(rita_at_work, review, **posted)
    assert page.status_code == 409 and f"{owner.name} from the merchant withdrew the application" in text_of(page)


def test_a_verdict_on_a_case_given_back_says_so(rita_at_work, review):
    cases.release(review=review, by=rita_at_work.person)
    page = give(rita_at_work, review)
    assert page.status_code == 409 and "Rita released the case (today" in text_of(page)


def test_work_beside_a_waiting_decision_names_it(rita_at_work, review):
    worlds.judge(review)
    worlds.decided(review, Outcome.APPROVE)
    page = give(rita_at_work, review)
    assert page.status_code == 409 and "Rita decided on the case (today" in text_of(page)


def test_taking_back_too_late_says_that_the_letter_left(rita_at_work, review, settings):
    settings.DECISION_UNDO_SECONDS = 0
    worlds.judge(review)
    worlds.decided(review, Outcome.APPROVE)
    page = rita_at_work.post(at(review, "undo/"))
    assert page.status_code == 409 and "Rita approved the case (today" in text_of(page)


def test_taking_back_twice_says_who_did_it_before(rita_at_work, review):
    worlds.judge(review)
    decision = worlds.decided(review, Outcome.APPROVE)
    decisions.undo(decision=decision, by=rita_at_work.person)
    with pytest.raises(decisions.TooLateToUndo, match="Rita undid the decision"):
        decisions.undo(decision=decision, by=rita_at_work.person)


def test_a_newer_submission_names_its_sender_and_number(rita_at_work, review, settings):
    page = give(rita_at_work, review, submission="7")
    assert page.status_code == 409 and "newer submission" in text_of(page)
