"""Deciding on a case: ask for changes, approve, reject; take back within the window; take effect after it."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from merchant_portal.audit import recording as audit
from merchant_portal.errors import Refused
from onboarding.models import Reason
from reviews.actions import cases, effects
from reviews.events import Event
from reviews.items import Item, items_of
from reviews.models import Decision, DecisionReason, Review
from reviews.transitions import Outcome


class ItemsOpen(Refused):
    """A required item has no verdict yet, or was not accepted; `items` are those in question."""

    def __init__(self, items: list[Item], sentence):
        self.items = items
        super().__init__(sentence)


class NothingReturned(Refused):
    """Changes are asked for only when something was returned."""

    sentence = _("Nothing is returned, so there is nothing to change. Approve, or return an item.")


class FinalReasonMissing(Refused):
    """A rejection gives at least one final reason."""

    sentence = _("Choose at least one final reason for the rejection.")


class TooLateToUndo(Refused):
    """The decision has taken effect, or is somebody else's."""

    sentence = _("This decision cannot be taken back any more.")


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
    Raises what cases.lock raises, ItemsOpen, NothingReturned or FinalReasonMissing. Of two at once one wins.
    """
    with transaction.atomic():
        locked = cases.lock(review.pk, by, submission_number)
        check_can_be(items_of(locked.application, locked), outcome)
        finals = final_reasons(reasons) if outcome == Outcome.REJECT else []
        decision = Decision.objects.create(
            review=locked,
            submission=locked.submission,
            outcome=outcome,
            message=message,
            decided_by=by,
            waits_until=timezone.now() + timedelta(seconds=settings.DECISION_UNDO_SECONDS),
        )
        DecisionReason.objects.bulk_create(DecisionReason(decision=decision, reason=reason) for reason in finals)
        audit.record(
            Event.DECIDED, target=locked.application, by=by, submission=locked.submission.number, outcome=outcome
        )
        if settings.DECISION_UNDO_SECONDS == 0:
            effects.take_effect(decision_id=decision.pk)
    return decision


def check_can_be(items: list[Item], outcome: Outcome) -> None:
    """Raises ItemsOpen or NothingReturned unless the verdicts bear `outcome`. A rejection stands on its reasons."""
    unjudged = [item for item in items if item.is_open]
    returned = [item for item in items if item.is_returned]
    if outcome == Outcome.REQUEST_CHANGES and unjudged:
        raise ItemsOpen(unjudged, _("Some items have no verdict yet. The merchant is told everything in one round."))
    if outcome == Outcome.REQUEST_CHANGES and not returned:
        raise NothingReturned
    if outcome == Outcome.APPROVE and (unjudged or returned):
        raise ItemsOpen([*unjudged, *returned], _("Some items are not accepted. Accept them, or request changes."))


def final_reasons(codes: list[str]) -> list[Reason]:
    """Returns the final reasons with these codes. Raises FinalReasonMissing for none, or for one of another kind."""
    found = list(Reason.objects.filter(code__in=codes, kind__in=Reason.ENDING).order_by("position"))
    if not found or len(found) != len(set(codes)):
        raise FinalReasonMissing
    return found


def undo(*, decision: Decision, by: User) -> None:
    """Takes a decision back within its window, by the one who made it. Raises TooLateToUndo."""
    mine = Decision.objects.waiting().filter(pk=decision.pk, decided_by=by, waits_until__gt=timezone.now())
    with transaction.atomic():
        if not mine.update(undone_at=timezone.now()):
            raise TooLateToUndo
        audit.record(Event.UNDONE, target=decision.review.application, by=by, outcome=decision.outcome)
