from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from onboarding.models import guards
from onboarding.models.merchant import Merchant
from onboarding.transitions import LIVE, MOVES, Status


class Application(models.Model):
    """What a merchant asks to be admitted by."""

    class Kind(models.TextChoices):
        JOINING = "joining", _("joining")

    merchant = models.ForeignKey(Merchant, on_delete=models.CASCADE, related_name="applications")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.JOINING)
    status = models.CharField(_("status"), max_length=20, choices=Status, default=Status.DRAFT)
    created_at = models.DateTimeField(_("begun"), auto_now_add=True)
    updated_at = models.DateTimeField(_("saved"), auto_now=True)

    class Meta:
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        default_permissions = ("view",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["merchant"], condition=models.Q(status__in=sorted(LIVE)), name="application_one_live"
            ),
        ]
        triggers: ClassVar = [guards.listed_moves(MOVES), guards.born_as(Status.DRAFT)]

    def __str__(self):
        return self.reference

    @property
    def reference(self) -> str:
        """Returns what people quote: the year it was begun in and its number, `MP-2026-004187`."""
        return f"MP-{timezone.localtime(self.created_at).year}-{self.pk:06d}"

    @property
    def kept_until(self) -> datetime:
        """Returns when an untouched draft is removed."""
        return self.updated_at + timedelta(days=settings.DRAFT_DAYS)
