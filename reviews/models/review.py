from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from merchant_portal import clock
from onboarding.models import Application, Submission, triggers
from reviews.transitions import REVIEW_MOVES, ClosedAs, ReviewStatus


class Review(models.Model):
    """One reviewer's work on one submission, created at a claim. An application has at most one that is open."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="reviews")
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="reviews")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reviews")
    status = models.CharField(_("status"), max_length=20, choices=ReviewStatus, default=ReviewStatus.IN_PROGRESS)
    closed_as = models.CharField(_("closed as"), max_length=20, choices=ClosedAs, blank=True)
    release_reason = models.CharField(max_length=500, blank=True)
    opened_at = models.DateTimeField(default=clock.now)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("review")
        default_permissions = ("view",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["application"], condition=~models.Q(status="closed"), name="review_one_open_per_case"
            ),
            models.CheckConstraint(
                condition=models.Q(status="closed", closed_at__isnull=False) & ~models.Q(closed_as="")
                | ~models.Q(status="closed") & models.Q(closed_at__isnull=True, closed_as=""),
                name="review_closed_with_time_and_outcome",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["reviewer"], condition=~models.Q(status="closed"), name="review_open_of_reviewer"),
        ]
        triggers: ClassVar = [
            triggers.only_listed_moves(REVIEW_MOVES),
            triggers.initial_status(ReviewStatus.IN_PROGRESS),
        ]

    def __str__(self):
        return f"{self.application_id} {self.status}"

    @property
    def is_open(self) -> bool:
        return self.status != ReviewStatus.CLOSED

    @property
    def waiting_decision(self):
        """Returns the decision that waits for its undo window to end, or None."""
        return self.decisions.waiting().first()
