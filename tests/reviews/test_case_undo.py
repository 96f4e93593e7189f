"""The undo window: a decision waits, can be taken back, and then takes effect."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from onboarding.actions import applications
from onboarding.transitions import Status
from reviews.actions import cases, decisions, effects
from reviews.models import Decision
from reviews.tasks import apply_due_decisions
from reviews.transitions import Outcome
from tests import worlds
from tests.threads import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def decision(rita):
    review = worlds.claimed(rita)
    worlds.judge(review)
    return worlds.decided(review, Outcome.APPROVE)


def status_of(decision):
    decision.review.application.refresh_from_db()
    return decision.review.application.status


def end_window(decision):
    Decision.objects.filter(pk=decision.pk).update(waits_until=timezone.now())


def later(seconds=61):
    return time_machine.travel(timezone.now() + timedelta(seconds=seconds), tick=False)


def test_nothing_leaves_within_the_window(decision, mailbox):
    assert effects.apply_due() == 0 and not effects.take_effect(decision_id=decision.pk)
    assert status_of(decision) == Status.IN_REVIEW and not mailbox.all(kind="onboarding/approved")


def test_it_takes_effect_when_the_window_has_ended(decision, mailbox):
    end_window(decision)
    apply_due_decisions()
    assert effects.apply_due() == 0
    assert status_of(decision) == Status.APPROVED and len(mailbox.all(kind="onboarding/approved")) == 1


def test_its_author_takes_it_back(decision, rita, mailbox):
    decisions.undo(decision=decision, by=rita)
    end_window(decision)
    assert effects.apply_due() == 0
    assert status_of(decision) == Status.IN_REVIEW and not mailbox.all(kind="onboarding/approved")
    worlds.decided(decision.review, Outcome.APPROVE)


def test_a_colleague_cannot(decision):
    with pytest.raises(decisions.TooLateToUndo):
        decisions.undo(decision=decision, by=worlds.reviewer("Ravi"))


def test_it_is_too_late_after_the_window(decision, rita):
    with later(), pytest.raises(decisions.TooLateToUndo):
        decisions.undo(decision=decision, by=rita)


def test_every_other_verb_is_refused_meanwhile(decision, rita):
    with pytest.raises(cases.DecisionPending):
        worlds.decided(decision.review, Outcome.REJECT, reasons=["risk.debt"])
    with pytest.raises(cases.DecisionPending):
        cases.release(review=decision.review, by=rita)
    with pytest.raises(cases.DecisionPending):
        worlds.judge(decision.review, business_licence=["doc.cropped"])


def test_a_withdrawal_wins(decision, mailbox):
    application = decision.review.application
    applications.withdraw(application=application, by=worlds.owner_of(application))
    end_window(decision)
    apply_due_decisions()
    decision.refresh_from_db()
    decision.review.refresh_from_db()
    assert decision.effective_at is None and decision.undone_at
    assert decision.review.closed_as == "withdrawn" and not mailbox.all(kind="onboarding/approved")
    assert status_of(decision) == Status.WITHDRAWN


def test_one_that_cannot_be_carried_out_holds_up_no_other(decision, rita, monkeypatch):
    second = worlds.claimed(worlds.reviewer("Ravi"))
    worlds.judge(second)
    other = worlds.decided(second, Outcome.APPROVE)
    end_window(decision)
    end_window(other)
    carry_out = effects.carry_out

    def fails_for_the_first(done, *more):
        if done.pk == decision.pk:
            raise RuntimeError("a fault of ours")
        carry_out(done, *more)

    monkeypatch.setattr(effects, "carry_out", fails_for_the_first)
    assert effects.apply_due() == 1
    assert status_of(decision) == Status.IN_REVIEW and status_of(other) == Status.APPROVED


@pytest.mark.django_db(transaction=True)
def test_many_sweeps_at_once_carry_it_out_once(rita):
    review = worlds.claimed(rita)
    worlds.judge(review)
    decision = worlds.decided(review, Outcome.APPROVE)
    end_window(decision)
    assert sorted(at_once(lambda _n: effects.take_effect(decision_id=decision.pk), 6)) == [False] * 5 + [True]
