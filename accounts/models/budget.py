from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Budget(models.Model):
    """What was spent of a limited number of tries: `key` is a keyed hash of what is counted.

    `spent_at` holds the times of the tries that still count, oldest first. `locked_until` is set by the last
    try of a kind that locks. Written by `budgets.spend` alone, in one statement on the database's clock.
    """

    kind = models.CharField(max_length=30)
    key = models.CharField(max_length=64)
    spent_at = ArrayField(models.DateTimeField(), default=list)
    locked_until = models.DateTimeField(null=True)
    touched_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "key"], name="budget_one_per_kind_and_key"),
        ]
        indexes: ClassVar = [models.Index(fields=["touched_at"], name="budget_by_age")]

    def __str__(self):
        return self.kind
