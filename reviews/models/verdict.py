from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from merchant_portal import clock
from onboarding.models import DocumentVersion, Reason, Requirement
from reviews.models.review import Review


class Verdict(models.Model):
    """Accepted or returned: on one version of a document, or on the company profile. A draft until the decision."""

    class Kind(models.TextChoices):
        ACCEPT = "accept", _("accepted")
        RETURN = "return", _("returned")

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="verdicts")
    requirement = models.ForeignKey(Requirement, on_delete=models.CASCADE, related_name="verdicts")
    version = models.ForeignKey(
        DocumentVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="verdicts"
    )
    kind = models.CharField(max_length=6, choices=Kind)
    comment = models.TextField(max_length=1000, blank=True)
    given_at = models.DateTimeField(default=clock.now)

    class Meta:
        default_permissions = ()
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["review", "requirement", "version"], nulls_distinct=False, name="verdict_one_per_item"
            ),
        ]

    def __str__(self):
        return f"{self.requirement_id} {self.kind}"


class VerdictReason(models.Model):
    """One reason of a returned item; for the profile it names the field that reopens."""

    verdict = models.ForeignKey(Verdict, on_delete=models.CASCADE, related_name="reasons")
    reason = models.ForeignKey(Reason, on_delete=models.PROTECT)
    field = models.CharField(max_length=40, blank=True)

    class Meta:
        default_permissions = ()
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["verdict", "reason", "field"], name="verdict_reason_once"),
        ]

    def __str__(self):
        return self.reason.code
