from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce, Upper
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from onboarding.models.merchant import Merchant
from onboarding.models.names import NAME_MAX, cleaned
from onboarding.models.triggers import initial_status, only_listed_moves
from onboarding.transitions import LIVE, MOVES, UNDER_REVIEW, Status


def _answer(name: str, length: int) -> models.GeneratedField:
    """Returns a column that always holds the answer called `name`."""
    return models.GeneratedField(
        expression=_text_of(name), output_field=models.CharField(max_length=length), db_persist=True
    )


def _text_of(name: str) -> Coalesce:
    return Coalesce(KT(f"answers__{name}"), models.Value(""), output_field=models.CharField())


class Application(models.Model):
    """What a merchant asks to be admitted by."""

    class Kind(models.TextChoices):
        JOINING = "joining", _("joining")

    merchant = models.ForeignKey(Merchant, on_delete=models.CASCADE, related_name="applications")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.JOINING)
    status = models.CharField(_("status"), max_length=20, choices=Status, default=Status.DRAFT)
    answers = models.JSONField(default=dict, blank=True)  # the company profile as it is now, by field name
    submission_number = models.PositiveSmallIntegerField(_("submission number"), default=0)  # of the newest submission
    submitted_at = models.DateTimeField(pgettext_lazy("when", "submitted"), null=True, blank=True)
    due_at = models.DateTimeField(
        pgettext_lazy("when", "due"), null=True, blank=True
    )  # while it is with the review team
    changes_due_at = models.DateTimeField(null=True, blank=True)  # while its merchant is asked for changes
    form_key = models.CharField(max_length=64, null=True, blank=True, unique=True, editable=False)
    created_at = models.DateTimeField(_("started"), auto_now_add=True)
    updated_at = models.DateTimeField(_("saved"), auto_now=True)

    # What people search and filter by, kept by the database.
    country = _answer("country", 2)
    legal_form = _answer("legal_form", 20)
    legal_name = _answer("legal_name", NAME_MAX)
    legal_name_key = cleaned(_text_of("legal_name"))
    registration_number = _answer("registration_number", 40)

    class Meta:
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        default_permissions = ("view",)
        indexes: ClassVar = [
            models.Index(
                fields=["due_at", "id"], condition=models.Q(status="submitted"), name="application_unassigned"
            ),
            models.Index(fields=["due_at", "id"], condition=models.Q(due_at__isnull=False), name="application_due"),
            models.Index(
                fields=["changes_due_at", "id"],
                condition=models.Q(status="changes_requested"),
                name="application_waiting",
            ),
            models.Index(fields=["-id"], condition=models.Q(submission_number__gt=0), name="application_cases"),
            models.Index(fields=["registration_number"], name="application_by_number"),
            GinIndex(OpClass(Upper("legal_name_key"), "gin_trgm_ops"), name="application_by_name"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["merchant"], condition=models.Q(status__in=sorted(LIVE)), name="application_one_live"
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=UNDER_REVIEW, due_at__isnull=False)
                | ~models.Q(status__in=UNDER_REVIEW) & models.Q(due_at__isnull=True),
                name="application_due_while_with_us",
            ),
            models.CheckConstraint(
                condition=models.Q(status=Status.CHANGES_REQUESTED, changes_due_at__isnull=False)
                | ~models.Q(status=Status.CHANGES_REQUESTED) & models.Q(changes_due_at__isnull=True),
                name="application_changes_due_while_asked",
            ),
            models.CheckConstraint(
                condition=models.Q(submission_number=0, submitted_at__isnull=True)
                | models.Q(submission_number__gt=0, submitted_at__isnull=False),
                name="application_submitted_with_its_time",
            ),
        ]
        triggers: ClassVar = [only_listed_moves(MOVES), initial_status(Status.DRAFT)]

    def __str__(self):
        return self.reference

    @property
    def reference(self) -> str:
        """Returns what people quote: the year it was started in and its number, `MP-2026-004187`."""
        return f"MP-{timezone.localtime(self.created_at).year}-{self.pk:06d}"

    @property
    def kept_until(self) -> datetime:
        """Returns when an untouched draft is removed."""
        return self.updated_at + timedelta(days=settings.DRAFT_DAYS)
