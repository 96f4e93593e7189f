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


APPEND_ONLY: list = [
    pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
    pgtrigger.Trigger(
        name="never_emptied",
        level=pgtrigger.Statement,
        when=pgtrigger.Before,
        operation=pgtrigger.Truncate,
        func=ONLY_TESTS_MAY_TRUNCATE,
    ),
]
RETENTIONS = [(kept.value, kept.value) for kept in Retention]


class AuditEvent(models.Model):
    """One thing that happened. Never changed, never deleted singly; refers by id as text, without foreign keys."""

    at = models.DateTimeField(_("time"), auto_now_add=True)
    code = models.CharField(_("event"), max_length=60)
    retention = models.CharField(_("retention"), max_length=10, choices=RETENTIONS)
    by_id = models.CharField(_("by"), max_length=40, blank=True)  # a person's id, or the name of a service actor
    target = models.CharField(_("about"), max_length=80, blank=True)  # label and id: accounts.user:17
    data = models.JSONField(_("details"), default=dict)

    class Meta:
        verbose_name = _("audit event")
        verbose_name_plural = _("audit")
        default_permissions = ("view",)
        indexes: ClassVar = [
            models.Index(fields=["target", "-id"], name="audit_by_target"),
            models.Index(fields=["code", "-id"], name="audit_by_code"),
            models.Index(fields=["by_id", "-id"], name="audit_by_actor"),
        ]
        triggers: ClassVar = APPEND_ONLY

    def __str__(self):
        return f"{self.code} {self.target}"


class AuditBlock(models.Model):
    """A seal over the events of one retention behind the id `after_id` up to `upto_id`, and over the block before.

    Sealing goes in rounds: block `number` of each retention covers the same ids, be it empty. A block outlives its
    events: when they are purged it still tells how many there were, and holds the chain together.
    """

    retention = models.CharField(max_length=10, choices=RETENTIONS)
    number = models.PositiveBigIntegerField()
    after_id = models.BigIntegerField()
    upto_id = models.BigIntegerField()
    events = models.PositiveIntegerField()
    newest_at = models.DateTimeField(null=True)  # of its events; none has none
    events_hash = models.CharField(max_length=64)
    before = models.CharField(max_length=64, blank=True)  # the seal of the block before; the first has none
    sealed_at = models.DateTimeField()
    key_id = models.CharField(max_length=8)
    seal = models.CharField(max_length=64)

    class Meta:
        default_permissions = ()
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["retention", "number"], name="audit_block_once"),
            models.CheckConstraint(condition=models.Q(after_id__lt=models.F("upto_id")), name="audit_block_covers"),
        ]
        triggers: ClassVar = APPEND_ONLY

    def __str__(self):
        return f"{self.retention} {self.number}"
