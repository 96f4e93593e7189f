from typing import ClassVar

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from onboarding.models.triggers import mark_edited

SUFFIXES = {"zh-hans": "zh", "en": "en", "ru": "ru"}


def in_language(row, name: str, language: str | None = None) -> str:
    """Returns the text `name` of a catalogue row in `language`, or in the active one."""
    return getattr(row, f"{name}_{SUFFIXES.get(language or get_language() or 'en', 'en')}")


class DocumentRule(models.Model):
    """Which document a country and legal form need, and when. `*` means every country without rules of its own."""

    class Need(models.TextChoices):
        REQUIRED = "required", _("required")
        CONDITIONAL = "conditional", _("required in some cases")
        OPTIONAL = "optional", _("optional")

    country = models.CharField(_("country"), max_length=2)
    legal_form = models.CharField(_("legal form"), max_length=20)
    key = models.SlugField(_("key"), max_length=40)
    need = models.CharField(_("need"), max_length=12, choices=Need)
    condition = models.CharField(_("condition"), max_length=40, blank=True)
    parts = models.PositiveSmallIntegerField(_("parts"), default=1)
    max_age_days = models.PositiveSmallIntegerField(_("maximum age in days"), null=True, blank=True)
    min_validity_days = models.PositiveSmallIntegerField(_("minimum validity in days"), null=True, blank=True)
    languages = models.CharField(_("languages"), max_length=40, blank=True)
    title_en = models.CharField(max_length=200)
    title_zh = models.CharField(max_length=200)
    title_ru = models.CharField(max_length=200)
    hint_en = models.CharField(max_length=300, blank=True)
    hint_zh = models.CharField(max_length=300, blank=True)
    hint_ru = models.CharField(max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    edited_at = models.DateTimeField(_("edited"), null=True, blank=True)  # set by the database

    class Meta:
        verbose_name = _("document rule")
        verbose_name_plural = _("document rules")
        default_permissions = ("view",)
        triggers: ClassVar = [mark_edited()]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["country", "legal_form", "key"], name="document_rule_once"),
            models.CheckConstraint(
                condition=models.Q(need="conditional") & ~models.Q(condition="")
                | ~models.Q(need="conditional") & models.Q(condition=""),
                name="document_rule_condition_where_conditional",
            ),
        ]

    def __str__(self):
        return f"{self.country}/{self.legal_form}/{self.key}"

    @property
    def title(self) -> str:
        return in_language(self, "title")

    @property
    def hint(self) -> str:
        return in_language(self, "hint")


class Reason(models.Model):
    """Why a document or a field is returned, or an application refused: wording and advice in three languages."""

    class Kind(models.TextChoices):
        FIXABLE = "fixable", _("fixable")
        FINAL = "final", _("final")
        FINAL_INTERNAL = "final_internal", _("final, with a neutral message to the merchant")
        OUTAGE = "outage", _("problem on our side")

    FILE_LOST: ClassVar = "file.lost"  # the code for what we lost: no fault of the merchant
    ENDING: ClassVar = (Kind.FINAL, Kind.FINAL_INTERNAL)  # what a rejection may give

    code = models.CharField(_("code"), max_length=40, unique=True)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind)
    fits = models.CharField(_("applies to"), max_length=40)
    action = models.CharField(_("action"), max_length=20)
    wording_en = models.CharField(max_length=300)
    wording_zh = models.CharField(max_length=300)
    wording_ru = models.CharField(max_length=300)
    advice_en = models.CharField(max_length=300, blank=True)
    advice_zh = models.CharField(max_length=300, blank=True)
    advice_ru = models.CharField(max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    edited_at = models.DateTimeField(_("edited"), null=True, blank=True)  # set by the database

    class Meta:
        verbose_name = _("reason")
        verbose_name_plural = _("reasons")
        default_permissions = ("view",)
        triggers: ClassVar = [mark_edited()]

    def __str__(self):
        return self.code

    @property
    def wording(self) -> str:
        return in_language(self, "wording")

    @property
    def advice(self) -> str:
        return in_language(self, "advice")

    @property
    def fits_profile(self) -> bool:
        """Returns whether it is about a field of the company profile."""
        return self.fits in ("profile", "check", "policy")

    def fits_document(self, rule: DocumentRule) -> bool:
        """Returns whether it fits the document that `rule` asks for."""
        return {
            "any": True,
            "any with two parts": rule.parts > 1,
            "with validity": rule.min_validity_days is not None,
            "with max age": rule.max_age_days is not None,
            "with languages": bool(rule.languages),
            "bank statement": rule.key == "bank_statement",
        }.get(self.fits, False)
