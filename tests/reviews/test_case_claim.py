"""Claiming and releasing: one case, one holder."""

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from accounts.roles import Role
from merchant_portal.errors import Forbidden
from onboarding.actions import applications
from onboarding.transitions import Status
from reviews.actions import cases
from reviews.models import Case, Review
from reviews.transitions import Outcome
from tests import factories, worlds
from tests.threads import at_once

pytestmark = pytest.mark.django_db


def case_of(application):
    return Case.objects.get(pk=application.pk)


def test_a_claim_opens_a_review_on_the_newest_submission(rita):
    review = worlds.claimed(rita)
    assert (review.status, review.submission.number) == ("in_progress", 1)
    assert case_of(review.application).status == Status.IN_REVIEW and case_of(review.application).due_at


def test_the_second_one_is_reported(rita):
    review = worlds.claimed(rita)
    with pytest.raises(cases.CaseAlreadyClaimed):
        cases.claim(case=case_of(review.application), by=worlds.reviewer("Ravi"))


def test_a_second_press_finds_the_same_review(rita):
    review = worlds.claimed(rita)
    assert cases.claim(case=case_of(review.application), by=rita) == review


@pytest.mark.parametrize("role", [Role.SUPPORT, Role.CATALOGUE_EDITOR, Role.ADMINISTRATOR])
def test_other_roles_are_refused(role):
    with pytest.raises(Forbidden):
        cases.claim(case=case_of(worlds.application_at()), by=worlds.reviewer("Max", role))
    with pytest.raises(Forbidden):
        cases.claim_next(by=worlds.reviewer("Sam", role))


def test_nobody_judges_a_merchant_they_share_a_phone_with(rita):
    application = worlds.application_at()
    rita.phone = worlds.owner_of(application).phone
    rita.save(update_fields=["phone"])
    with pytest.raises(cases.RelatedToMerchant):
        cases.claim(case=case_of(application), by=rita)
    assert cases.claim_next(by=rita) is None


def test_a_draft_is_no_case(rita):
    draft = worlds.application_at(Status.DRAFT)
    assert not Case.objects.filter(pk=draft.pk).exists()


def test_a_release_gives_it_back_with_its_date(rita):
    review = worlds.claimed(rita)
    due = review.application.due_at
    cases.release(review=review, reason="on leave", by=rita)
    case = case_of(review.application)
    assert (case.status, case.due_at) == (Status.SUBMITTED, due)
    assert worlds.claimed(worlds.reviewer("Ravi"), case).pk != review.pk


def test_only_the_holder_releases(rita):
    review = worlds.claimed(rita)
    with pytest.raises(cases.NotYourCase):
        cases.release(review=review, by=worlds.reviewer("Ravi"))


def test_a_withdrawn_case_is_nobodys(rita):
    review = worlds.claimed(rita)
    applications.withdraw(application=review.application, by=worlds.owner_of(review.application))
    with pytest.raises(cases.NotYourCase):
        cases.release(review=review, by=rita)
    assert cases.close_withdrawn() == 1 and cases.close_withdrawn() == 0


def test_what_comes_back_is_first_offered_to_its_reviewer(rita, settings):
    settings.DECISION_UNDO_SECONDS = 0
    application = worlds.application_at()
    review = worlds.claimed(rita, application)
    worlds.judge(review, business_licence=["doc.cropped"])
    worlds.decided(review, Outcome.REQUEST_CHANGES)
    worlds.application_at()
    other = Case.objects.exclude(pk=application.pk).get()
    worlds.provide(application.requirements.get(key="business_licence"), worlds.owner_of(application))
    applications.submit(application=application, by=worlds.owner_of(application))
    ravi = worlds.reviewer("Ravi")
    assert cases.claim_next(by=ravi).application_id == other.pk and cases.claim_next(by=ravi) is None
    review = cases.claim_next(by=rita)
    assert review.application_id == application.pk
    cases.release(review=review, by=rita)  # who gives it back is not asked again, and nobody waits
    worlds.application_at()
    assert cases.claim_next(by=ravi).application_id == application.pk


def test_the_database_refuses_two_open_reviews_and_unlisted_moves(rita):
    review = worlds.claimed(rita)
    twin = Review(application=review.application, submission=review.submission, reviewer=rita)
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save()
    cases.release(review=review, by=rita)
    with pytest.raises(ProgrammingError), transaction.atomic():
        Review.objects.filter(pk=review.pk).update(status="in_progress", closed_as="", closed_at=None)


@pytest.mark.django_db(transaction=True)
def test_of_many_claims_at_once_one_wins(rita):
    case = case_of(worlds.application_at())
    people = [factories.reviewer(f"R{n}", f"r{n}@portal.example") for n in range(6)]
    answers = at_once(lambda n: cases.claim(case=case, by=people[n]), 6)
    assert sum(isinstance(answer, Review) for answer in answers) == 1
    assert sum(isinstance(answer, cases.CaseAlreadyClaimed) for answer in answers) == 5


@pytest.mark.django_db(transaction=True)
def test_claim_next_at_once_gives_different_cases():
    for _ in range(4):
        worlds.application_at()
    people = [factories.reviewer(f"R{n}", f"r{n}@portal.example") for n in range(6)]
    answers = at_once(lambda n: cases.claim_next(by=people[n]), 6)
    taken = [answer.application_id for answer in answers if answer]
    assert len(taken) == len(set(taken)) and 3 <= len(taken) <= 4
