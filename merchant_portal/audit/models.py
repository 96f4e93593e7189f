from typing import ClassVar

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from merchant_portal.audit.events import Retention

# Only a database marked as a test's may be emptied: ALTER DATABASE … SET portal.is_test_database = 'on'
ONLY_TESTS_MAY_TRUNCATE = """
    IF current_setting('portal.is_test_database', true) = 'on' THEN RETURN NULL; END IF;
    RAISE EXCEPTION 'the audit cannot be emptied';
"""


class AuditEvent(models.Model):
    """One thing that happened. Never changed, never deleted singly; refers by id as text, without foreign keys."""

    at = models.DateTimeField(_("time"), auto_now_add=True)
    code = models.CharField(_("event"), max_length=60)
    retention = models.CharField(_("kept as"), max_length=10, choices=[(kept.value, kept.value) for kept in Retention])
    by_id = models.CharField(_("by"), max_length=40, blank=True)  # a person's id, or the name of a service actor
    target = models.CharField(_("about"), max_length=80, blank=True)  # label and id: accounts.user:17
    data = models.JSONField(_("facts"), default=dict)

    class Meta:
        verbose_name = _("audit event")
        verbose_name_plural = _("audit")
        default_permissions = ("view",)
        indexes: ClassVar = [
            models.Index(fields=["target", "-id"], name="audit_by_target"),
            models.Index(fields=["code", "-id"], name="audit_by_code"),
            models.Index(fields=["by_id", "-id"], name="audit_by_actor"),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
            pgtrigger.Trigger(
                name="never_emptied",
                level=pgtrigger.Statement,
                when=pgtrigger.Before,
                operation=pgtrigger.Truncate,
                func=ONLY_TESTS_MAY_TRUNCATE,
            ),
        ]

    def __str__(self):
        return f"{self.code} {self.target}"
