from typing import ClassVar

from django.db import models

from accounts.models.user import User
from merchant_portal import clock


class UnsavedInput(models.Model):
    """What a person typed into a form that could not be performed, encrypted for that person.

    `form` is the hash of the form's address and, where an address has several forms, of what tells them apart:
    a person has at most one row for each form. `page` is the address of the page that offers the values again.
    """

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="unsaved_inputs")
    form = models.CharField(max_length=40)
    page = models.CharField(max_length=200)
    encrypted = models.BinaryField()
    typed_at = models.DateTimeField(default=clock.now)

    class Meta:
        default_permissions = ()
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "form"], name="unsaved_input_once_per_form"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["typed_at"], name="unsaved_input_by_time"),
        ]

    def __str__(self):
        return self.page
