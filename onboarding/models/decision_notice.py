from typing import ClassVar

import pgtrigger
from django.db import models

from merchant_portal import clock
from onboarding.models.catalogue import Reason
from onboarding.models.submission import Submission
from onboarding.transitions import Status


class DecisionNotice(models.Model):
    """What we answered to a submission, with what the reviewer added. Never changed."""

    ANSWERS: ClassVar = (Status.CHANGES_REQUESTED, Status.APPROVED, Status.REJECTED)

    submission = models.OneToOneField(Submission, on_delete=models.CASCADE, related_name="decision_notice")
    answer = models.CharField(max_length=20, choices=[(status.value, status.label) for status in ANSWERS])
    message = models.TextField(max_length=2000, blank=True)
    sent_at = models.DateTimeField(default=clock.now)

    class Meta:
        default_permissions = ()
        triggers: ClassVar = [pgtrigger.Protect(name="frozen", operation=pgtrigger.Update)]

    def __str__(self):
        return f"{self.submission_id} {self.answer}"


class DecisionNoticeReason(models.Model):
    """One final reason of a rejection. Why items were returned is kept in `Return`."""

    notice = models.ForeignKey(DecisionNotice, on_delete=models.CASCADE, related_name="reasons")
    reason = models.ForeignKey(Reason, on_delete=models.PROTECT)

    class Meta:
        default_permissions = ()
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["notice", "reason"], name="decision_notice_reason_once"),
        ]

    def __str__(self):
        return self.reason.code
