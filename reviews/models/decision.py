from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from merchant_portal import clock
from onboarding.models import Reason, Submission
from reviews.models.review import Review
from reviews.transitions import Outcome

WAITING = models.Q(effective_at__isnull=True, undone_at__isnull=True)


class DecisionQuerySet(models.QuerySet):
    """Decisions as they are asked for."""

    def waiting(self):
        """Returns those whose undo window has not ended, and that were not taken back."""
        return self.filter(WAITING)


class Decision(models.Model):
    """What was decided on a submission. It waits for the undo window to end, then takes effect, or is undone."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="decisions")
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="decisions")
    outcome = models.CharField(_("outcome"), max_length=16, choices=Outcome)
    message = models.TextField(pgettext_lazy("in a letter", "message"), max_length=2000, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="decisions")
    decided_at = models.DateTimeField(default=clock.now)
    waits_until = models.DateTimeField()
    effective_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision")
        default_permissions = ()
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["review"],
                condition=WAITING,
                name="decision_one_waiting",
            ),
            models.UniqueConstraint(
                fields=["submission"], condition=models.Q(effective_at__isnull=False), name="decision_one_effective"
            ),
            models.CheckConstraint(
                condition=models.Q(effective_at__isnull=True) | models.Q(undone_at__isnull=True),
                name="decision_ends_once",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["waits_until"],
                condition=WAITING,
                name="decision_waiting",
            ),
        ]

    def __str__(self):
        return self.outcome

    @property
    def is_waiting(self) -> bool:
        return self.effective_at is None and self.undone_at is None


class DecisionReason(models.Model):
    """One final reason of a rejection."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="reasons")
    reason = models.ForeignKey(Reason, on_delete=models.PROTECT)

    class Meta:
        default_permissions = ()
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["decision", "reason"], name="decision_reason_once"),
        ]

    def __str__(self):
        return self.reason.code
