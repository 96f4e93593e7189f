"""What a decision does once its undo window has ended: it moves application and review, and the letter leaves."""

import logging

from django.db import transaction

from merchant_portal import clock
from onboarding.actions import applications
from onboarding.actions.requirements import ReturnReason
from onboarding.transitions import Status
from reviews.actions import cases
from reviews.items import ReviewItem, review_items
from reviews.models import Case, Decision, Review
from reviews.transitions import CLOSES_AS, Outcome

logger = logging.getLogger(__name__)


def take_effect(*, decision_id: int) -> bool:
    """Carries a decision out, once. Returns False if there is nothing to do, or not yet.

    A withdrawal meanwhile wins: the decision is then void.
    """
    with transaction.atomic():
        case_id = Decision.objects.values_list("review__application_id", flat=True).get(pk=decision_id)
        case = cases.select_case_for_update(case_id)
        decision = Decision.objects.select_for_update(of=("self",)).select_related("decided_by").get(pk=decision_id)
        if not decision.is_waiting or decision.waits_until > clock.now():
            return False
        review = Review.objects.select_for_update(of=("self",)).get(pk=decision.review_id)
        is_open = case.status == Status.IN_REVIEW and review.is_open
        if is_open:
            decision.effective_at = clock.now()
            carry_out(decision, case, review)
            cases.close(review, CLOSES_AS[Outcome(decision.outcome)])
        else:
            decision.undone_at = clock.now()
        decision.save(update_fields=["effective_at", "undone_at"])
    return is_open


def carry_out(decision: Decision, case: Case, review: Review) -> None:
    items = review_items(case, review)
    facts = {"application": case, "message": decision.message, "by": decision.decided_by}
    if decision.outcome == Outcome.REQUEST_CHANGES:
        applications.request_changes(return_reasons=return_reasons_of(items), accepted=accepted_in(items), **facts)
    elif decision.outcome == Outcome.APPROVE:
        applications.approve(accepted=accepted_in(items), **facts)
    else:
        reasons = [row.reason for row in decision.reasons.select_related("reason").order_by("reason__position")]
        applications.reject(reasons=reasons, **facts)


def return_reasons_of(items: list[ReviewItem]) -> list[ReturnReason]:
    """Returns why the returned items come back; what the reviewer added is given with the first reason of each."""
    return_reasons = []
    for item in items:
        if item.is_returned:
            for number, row in enumerate(item.verdict.reasons.all()):
                comment = item.verdict.comment if number == 0 else ""
                return_reasons.append(ReturnReason(item.requirement, row.reason, row.field, item.part, comment))
    return return_reasons


def accepted_in(items: list[ReviewItem]) -> list:
    """Returns the requirements all of whose parts are accepted."""
    rows = {item.requirement.pk: item.requirement for item in items}
    refused = {item.requirement.pk for item in items if not item.is_accepted}
    return [row for pk, row in rows.items() if pk not in refused]


def apply_due() -> int:
    """Carries out every decision whose window has ended. Returns how many took effect."""
    due = Decision.objects.waiting().filter(waits_until__lte=clock.now()).order_by("waits_until")
    return sum(_apply_safely(pk) for pk in list(due.values_list("pk", flat=True)[:AT_ONCE]))


def _apply_safely(decision_id: int) -> bool:
    """One decision that cannot be carried out is logged and delays no other."""
    try:
        return take_effect(decision_id=decision_id)
    except Exception:
        logger.exception("decision %s cannot take effect", decision_id)
        return False


AT_ONCE = 100
