from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from onboarding.models.names import NAME_MAX, cleaned
from onboarding.models.triggers import initial_status, only_listed_moves
from onboarding.transitions import ACTIVATED, MERCHANT_MOVES, MerchantStatus


class Merchant(models.Model):
    """A business that joins, or has joined, the marketplace."""

    name = models.CharField(_("company name"), max_length=NAME_MAX)
    name_key = cleaned("name")
    status = models.CharField(_("status"), max_length=10, choices=MerchantStatus, default=MerchantStatus.PROSPECT)
    created_at = models.DateTimeField(_("since"), auto_now_add=True)
    activated_at = models.DateTimeField(_("active since"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("merchant")
        verbose_name_plural = _("merchants")
        default_permissions = ("view",)
        indexes: ClassVar = [GinIndex(OpClass(Upper("name_key"), "gin_trgm_ops"), name="merchant_by_name")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(status__in=ACTIVATED) ^ models.Q(activated_at__isnull=True),
                name="merchant_active_since",
            )
        ]
        triggers: ClassVar = [only_listed_moves(MERCHANT_MOVES), initial_status(MerchantStatus.PROSPECT)]

    def __str__(self):
        return self.name
