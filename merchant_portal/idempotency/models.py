from typing import ClassVar

from django.contrib.postgres.indexes import BrinIndex
from django.db import models

from merchant_portal import clock


class RecordedAnswer(models.Model):
    """Where a form led that did what it was sent for. `key` is made of the form's id and of all that was posted."""

    key = models.CharField(max_length=64, unique=True)
    status = models.PositiveSmallIntegerField()
    location = models.TextField()
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        default_permissions = ()
        indexes: ClassVar = [BrinIndex(fields=["created_at"], name="answer_by_age")]

    def __str__(self):
        return self.location
