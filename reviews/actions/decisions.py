"""Deciding on a case: ask for changes, approve, reject; take back within the window; take effect after it."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from merchant_portal import clock
from merchant_portal.audit import recording as audit
from reviews.actions import cases, effects, outcomes
from reviews.events import ReviewEvent
from reviews.items import review_items
from reviews.models import Case, Decision, DecisionReason, Review
from reviews.transitions import Outcome


class TooLateToUndo(cases.CaseChanged):
    """The decision has taken effect, or is somebody else's."""

    sentence = _("This decision can no longer be undone.")


def decide(
    *,
    review: Review,
    outcome: Outcome,
    reasons: list[str] = (),
    message: str = "",
    submission_number: int | None = None,
    by: User,
) -> Decision:
    """Decides on the submission under review. Returns the decision, which waits for its undo window to end.

    Arguments: `reasons`, codes of final reasons, for a rejection; `message`, what the reviewer adds to the letter.
    Raises what cases.select_for_update raises, outcomes.ItemsOpen, NothingReturned or FinalReasonMissing. Of two
    at once, one wins.
    """
    with transaction.atomic():
        locked = cases.select_for_update(review.pk, by, submission_number)
        outcomes.check_can_be(outcome, review_items(locked.application, locked))
        finals = outcomes.final_reasons(reasons) if outcome == Outcome.REJECT else []
        decision = Decision.objects.create(
            review=locked,
            submission=locked.submission,
            outcome=outcome,
            message=message,
            decided_by=by,
            waits_until=clock.now() + timedelta(seconds=settings.DECISION_UNDO_SECONDS),
        )
        DecisionReason.objects.bulk_create(DecisionReason(decision=decision, reason=reason) for reason in finals)
        audit.record(
            ReviewEvent.DECIDED, target=locked.application, by=by, submission=locked.submission.number, outcome=outcome
        )
        if settings.DECISION_UNDO_SECONDS == 0:
            effects.take_effect(decision_id=decision.pk)
    return decision


def undo(*, decision: Decision, by: User) -> None:
    """Takes a decision back within its window, by the one who made it. Raises TooLateToUndo."""
    mine = Decision.objects.waiting().filter(pk=decision.pk, decided_by=by, waits_until__gt=clock.now())
    with transaction.atomic():
        if not mine.update(undone_at=clock.now()):
            raise TooLateToUndo(Case.objects.get(pk=decision.review.application_id))
        audit.record(ReviewEvent.UNDONE, target=decision.review.application, by=by, outcome=decision.outcome)
