from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from merchant_portal import clock
from onboarding.models.application import Application
from onboarding.models.catalogue import DocumentRule, Reason
from onboarding.models.triggers import initial_status, only_listed_moves
from onboarding.transitions import REQUIREMENT_MOVES, RequirementStatus

COMPANY = "company"  # the key of the company profile, which is a requirement like every document


class Requirement(models.Model):
    """One thing this application needs: the company profile (`rule` is empty) or a document of the catalogue."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="requirements")
    key = models.CharField(max_length=40)
    rule = models.ForeignKey(DocumentRule, on_delete=models.PROTECT, null=True, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=RequirementStatus, default=RequirementStatus.DUE)
    comment = models.TextField(_("comment from the merchant"), max_length=1000, blank=True)
    commented_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("requirement")
        verbose_name_plural = _("requirements")
        default_permissions = ("view",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["application", "key"], name="requirement_once"),
            models.CheckConstraint(
                condition=models.Q(key=COMPANY, rule__isnull=True)
                | ~models.Q(key=COMPANY) & models.Q(rule__isnull=False),
                name="requirement_document_has_its_rule",
            ),
            models.CheckConstraint(
                condition=models.Q(comment="", commented_at__isnull=True)
                | ~models.Q(comment="") & models.Q(commented_at__isnull=False),
                name="requirement_comment_with_its_time",
            ),
        ]
        triggers: ClassVar = [only_listed_moves(REQUIREMENT_MOVES), initial_status(RequirementStatus.DUE)]

    def __str__(self):
        return self.key

    @property
    def is_company(self) -> bool:
        return self.key == COMPANY

    @property
    def title(self) -> str:
        """Returns what people call it, in the active language."""
        return str(_("Company details")) if self.is_company else self.rule.title

    @property
    def is_optional(self) -> bool:
        return self.rule is not None and self.rule.need == DocumentRule.Need.OPTIONAL

    @property
    def parts(self) -> range:
        """Returns the numbers of the parts it has: both sides of a card are two."""
        return range(1, (self.rule.parts if self.rule else 0) + 1)

    def part_title(self, part: int) -> str:
        """Returns what a part is called where there are two: the sides of a card. Nothing where there is one."""
        if len(self.parts) < 2:
            return ""
        return str(_("Front") if part == 1 else _("Back"))


class Return(models.Model):
    """Why a requirement was returned: a reason, for the profile on one field, for a document on one part of it."""

    requirement = models.ForeignKey(Requirement, on_delete=models.CASCADE, related_name="returns")
    reason = models.ForeignKey(Reason, on_delete=models.PROTECT)
    field = models.CharField(max_length=40, blank=True)
    part = models.PositiveSmallIntegerField(default=0)  # of a document; the profile has none
    comment = models.TextField(max_length=1000, blank=True)
    submission_number = models.PositiveSmallIntegerField()
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        default_permissions = ()
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["requirement", "submission_number", "reason", "field", "part"], name="return_says_a_thing_once"
            ),
        ]

    def __str__(self):
        return self.reason.code
