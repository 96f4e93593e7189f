"""One decision on a review: the database's rule, and eight at once."""

import pytest
from django.db import IntegrityError, transaction

from onboarding.transitions import Status
from reviews.actions import cases, effects
from reviews.models import Decision
from reviews.transitions import Outcome
from tests import worlds
from tests.threads import at_once


@pytest.fixture
def review(rita):
    return worlds.claimed(rita)


def test_one_waiting_decision_is_the_databases_rule(review, settings):
    settings.DECISION_UNDO_SECONDS = 60
    worlds.judge(review)
    decision = worlds.decided(review, Outcome.APPROVE)
    decision.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        decision.save(force_insert=True)


@pytest.mark.django_db(transaction=True)
def test_of_two_decisions_at_once_one_has_an_effect(rita, settings):
    settings.DECISION_UNDO_SECONDS = 0
    review = worlds.claimed(rita)
    worlds.judge(review)
    outcomes = [(Outcome.APPROVE, []), (Outcome.REJECT, ["risk.debt"])] * 4
    answers = at_once(lambda n: worlds.decided(review, outcomes[n][0], reasons=outcomes[n][1]), len(outcomes))
    won = [answer for answer in answers if isinstance(answer, Decision)]
    assert len(won) == 1 and all(isinstance(lost, cases.NotYourCase) for lost in answers if lost is not won[0])
    assert not effects.take_effect(decision_id=won[0].pk)
    review.application.refresh_from_db()
    assert review.application.status in (Status.APPROVED, Status.REJECTED)
