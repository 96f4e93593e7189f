from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from merchant_portal import clock
from onboarding.models.application import Application
from onboarding.models.document import DocumentVersion


def promised_days(number: int) -> int:
    """Returns within how many business days submission `number` is answered: the first, or a corrected one."""
    return settings.REVIEW_BUSINESS_DAYS if number == 1 else settings.CORRECTION_BUSINESS_DAYS


class Submission(models.Model):
    """The frozen, numbered copy of an application as it was sent: answers here, documents beside. Never changed."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="submissions")
    number = models.PositiveSmallIntegerField(_("submission number"))
    answers = models.JSONField(default=dict)
    submitted_at = models.DateTimeField(default=clock.now)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    due_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["application", "number"], name="submission_number_once"),
        ]
        triggers: ClassVar = [pgtrigger.Protect(name="frozen", operation=pgtrigger.Update)]

    def __str__(self):
        return f"{self.application_id}#{self.number}"


class SubmittedDocument(models.Model):
    """Which version of which part was sent with a submission."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="documents")
    requirement_key = models.CharField(max_length=40)
    part = models.PositiveSmallIntegerField()
    version = models.ForeignKey(DocumentVersion, on_delete=models.PROTECT, related_name="submitted_in")

    class Meta:
        default_permissions = ()
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["submission", "requirement_key", "part"], name="submitted_document_once"),
        ]
        triggers: ClassVar = [pgtrigger.Protect(name="frozen", operation=pgtrigger.Update)]

    def __str__(self):
        return f"{self.requirement_key}/{self.part}"
