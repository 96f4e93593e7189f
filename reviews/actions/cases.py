"""Taking a case and giving it back. An application has one open review, and one person holds it."""

from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from merchant_portal import clock
from merchant_portal.audit import recording as audit
from merchant_portal.errors import Refused
from onboarding.actions import applications
from onboarding.transitions import Status
from reviews import permissions, queue
from reviews.events import ReviewEvent
from reviews.history import with_last_move
from reviews.models import Case, Review
from reviews.transitions import ClosedAs, ReviewStatus


class CaseChanged(Refused):
    """Base: something was done to the case meanwhile; the message says what, who did it and when."""

    def __init__(self, case: Case):
        super().__init__(with_last_move(self.sentence, case))


class CaseAlreadyClaimed(CaseChanged):
    """Somebody else claimed the case first, or it is not with us any more."""

    sentence = _("This case can no longer be claimed.")


class NotYourCase(CaseChanged):
    """Only the one who holds a review works on it."""

    sentence = _("This case isn't assigned to you. Claim it first, or open another one.")


class RelatedToMerchant(Refused):
    """Nobody judges a merchant they share an address, a phone or a name with."""

    sentence = _("You share an email, phone number or name with this merchant. A colleague must review the case.")


class StaleSubmission(CaseChanged):
    """The page was made for an older submission."""

    sentence = _("The merchant has sent a newer submission. Review it before you continue.")


class DecisionPending(CaseChanged):
    """A decision on this review waits for its undo window to end; until then nothing else is done with it."""

    sentence = _("A decision on this case is about to take effect. Undo it first.")


def claim(*, case: Case, by: User) -> Review:
    """Takes the case for `by` and puts the application in review. Returns the review; a second press, the same one.

    Raises Forbidden, RelatedToMerchant, or CaseAlreadyClaimed for the one who comes second.
    """
    permissions.check_can_review(by)
    with transaction.atomic():
        locked = select_case_for_update(case.pk)
        if permissions.is_related(by, locked):
            raise RelatedToMerchant
        held = Review.objects.filter(queue.OPEN, application_id=locked.pk, reviewer=by).first()
        if held is None and locked.status != Status.SUBMITTED:
            raise CaseAlreadyClaimed(locked)
        return held or _take(locked, by)


def claim_next(*, by: User) -> Review | None:
    """Takes the case that is due first and that nobody holds. Returns its review, or None when none is left.

    What came back corrected is first offered to the reviewer of the round before, for RETURN_HOLD_HOURS. Two at
    once get two different cases: a locked row is skipped.
    """
    permissions.check_can_review(by)
    held_since = clock.now() - timedelta(hours=settings.RETURN_HOLD_HOURS)
    with transaction.atomic():
        for waiting in (queue.returned_to(by), queue.unassigned().exclude(queue.held_for_others(by, held_since))):
            case = _first_unrelated(waiting.order_by("due_at", "pk"), by)
            if case is not None:
                return _take(case, by)
    return None


def _first_unrelated(waiting: QuerySet[Case], by: User) -> Case | None:
    """Locks and returns the first case that `by` may judge; one row at a time, so that others find the rest."""
    seen: list[int] = []
    for case in iter(lambda: _lock_first(waiting.exclude(pk__in=seen)), None):
        if not permissions.is_related(by, case):
            return case
        seen.append(case.pk)
    return None


def _lock_first(waiting: QuerySet[Case]) -> Case | None:
    return waiting.select_for_update(skip_locked=True, of=("self",)).first()


def _take(case: Case, by: User) -> Review:
    submission = case.submissions.get(number=case.submission_number)
    try:
        with transaction.atomic():
            review = Review.objects.create(application_id=case.pk, submission=submission, reviewer=by)
    except IntegrityError:
        raise CaseAlreadyClaimed(case) from None
    applications.begin_review(application=case, by=by)
    audit.record(ReviewEvent.CLAIMED, target=case, by=by, submission=submission.number)
    return review


def release(*, review: Review, reason: str = "", by: User) -> None:
    """Returns the case to the queue; its verdicts go with the review. Raises NotYourCase or DecisionPending."""
    with transaction.atomic():
        locked = select_for_update(review.pk, by)
        locked.release_reason = reason
        close(locked, ClosedAs.RELEASED)
        applications.return_to_queue(application=locked.application)
        audit.record(ReviewEvent.RELEASED, target=locked.application, by=by)


def select_case_for_update(case_id: int) -> Case:
    """Locks the application and returns it with its merchant. Whoever locks a review or a decision locks this first."""
    return Case.objects.select_for_update(of=("self",)).select_related("merchant").get(pk=case_id)


def select_for_update(review_id: int, by: User, submission_number: int | None = None) -> Review:
    """Locks the application and the review and returns it. `submission_number` is the one that the page showed.

    Raises Forbidden, NotYourCase unless `by` holds it, DecisionPending, or StaleSubmission for another submission.
    """
    application_id = Review.objects.values_list("application_id", flat=True).get(pk=review_id)
    case = select_case_for_update(application_id)
    review = Review.objects.select_for_update(of=("self",)).select_related("submission").get(pk=review_id)
    review.application = case
    check_is_workable(case, review, by, submission_number)
    return review


def check_is_workable(case: Case, review: Review | None, by: User, submission_number: int | None = None) -> None:
    """Raises what `select_for_update` raises, for a page that shows a review before anything is done with it."""
    permissions.check_can_review(by)
    if not permissions.holds(by, review) or case.status != Status.IN_REVIEW:
        raise NotYourCase(case)
    if review.waiting_decision is not None:
        raise DecisionPending(case)
    newest = case.submission_number
    if review.submission.number != newest or submission_number not in (None, newest):
        raise StaleSubmission(case)


def close(review: Review, how: ClosedAs) -> None:
    """Closes a locked review."""
    review.status, review.closed_as, review.closed_at = ReviewStatus.CLOSED, how, clock.now()
    review.save(update_fields=["status", "closed_as", "closed_at", "release_reason"])


def close_withdrawn() -> int:
    """Closes the reviews whose merchant has withdrawn; a decision that waited is void. Returns their number."""
    left = Review.objects.exclude(status=ReviewStatus.CLOSED).filter(application__status=Status.WITHDRAWN)
    ids = list(left.values_list("application_id", "pk"))
    for case_id, review_id in ids:
        with transaction.atomic():
            select_case_for_update(case_id)
            review = Review.objects.select_for_update().get(pk=review_id)
            if review.is_open:
                review.decisions.waiting().update(undone_at=clock.now())
                close(review, ClosedAs.WITHDRAWN)
                audit.record(ReviewEvent.SUPERSEDED, target=review.application, by="close_withdrawn")
    return len(ids)
