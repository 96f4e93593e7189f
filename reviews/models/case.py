from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from onboarding.models import Application


class CaseManager(models.Manager):
    """Applications that were submitted at least once."""

    def get_queryset(self):
        return super().get_queryset().filter(submission_number__gt=0)


class Case(Application):
    """An application as staff see it. Its id is the application's."""

    objects = CaseManager()

    class Meta:
        proxy = True
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        default_permissions = ("view",)
        base_manager_name: ClassVar = "objects"
