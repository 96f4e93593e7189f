from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models


class AttemptRecord(models.Model):
    """What was spent of a limited number of attempts: `key` is a keyed hash of what is counted.

    `consumed_at` holds the times of the attempts that still count, oldest first. `locked_until` is set by the last
    try of a kind that locks. Written by `attempts.consume` alone, in one statement on the database's clock.
    """

    kind = models.CharField(max_length=30)
    key = models.CharField(max_length=64)
    consumed_at = ArrayField(models.DateTimeField(), default=list)
    locked_until = models.DateTimeField(null=True)
    touched_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "key"], name="attempts_one_record_per_kind_and_key"),
        ]
        indexes: ClassVar = [models.Index(fields=["touched_at"], name="attempts_by_age")]

    def __str__(self):
        return self.kind
