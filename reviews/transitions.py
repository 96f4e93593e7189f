"""The states of a review and its moves. Data only: a move that is not listed is a refusal."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ReviewStatus(TextChoices):
    """The status of one reviewer's work on one submission."""

    IN_PROGRESS = "in_progress", _("in progress")
    AWAITING_SECOND_REVIEW = "awaiting_second", _("awaiting a second reviewer")
    CLOSED = "closed", pgettext_lazy("review", "closed")


REVIEW_MOVES: dict[ReviewStatus, tuple[ReviewStatus, ...]] = {
    ReviewStatus.IN_PROGRESS: (ReviewStatus.AWAITING_SECOND_REVIEW, ReviewStatus.CLOSED),
    ReviewStatus.AWAITING_SECOND_REVIEW: (ReviewStatus.IN_PROGRESS, ReviewStatus.CLOSED),
    ReviewStatus.CLOSED: (),
}


class ClosedAs(TextChoices):
    """How a review ended."""

    CHANGES_REQUESTED = "changes_requested", _("changes requested")
    APPROVED = "approved", _("approved")
    REJECTED = "rejected", _("rejected")
    RELEASED = "released", _("released")
    WITHDRAWN = "withdrawn", _("withdrawn by the merchant")


class Outcome(TextChoices):
    """What a decision says. Each closes the review as the word behind it."""

    REQUEST_CHANGES = "request_changes", _("Changes requested")
    APPROVE = "approve", _("Approved")
    REJECT = "reject", _("Rejected")


CLOSES_AS: dict[Outcome, ClosedAs] = {
    Outcome.REQUEST_CHANGES: ClosedAs.CHANGES_REQUESTED,
    Outcome.APPROVE: ClosedAs.APPROVED,
    Outcome.REJECT: ClosedAs.REJECTED,
}
