from typing import ClassVar

from django.db import models

from accounts.models.user import User
from merchant_portal import clock, crypto

CODES = 10
LENGTH = 10  # characters of twenty: 43 bits, behind a password and the limit of codes
FEW_CODES = 3  # from here on the page suggests generating new ones


class RecoveryCode(models.Model):
    """One of ten codes that stand in for the second step, each once. Only its keyed hash is kept.

    `saved_at` says when the person proved to have written the set down.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="recovery_codes")
    code_hash = models.CharField(max_length=64)
    created_at = models.DateTimeField(default=clock.now)
    saved_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "code_hash"], name="recovery_code_once"),
        ]

    def __str__(self):
        return str(self.pk)

    @staticmethod
    def hash_purpose(user_id: int) -> str:
        """Returns what the hash is bound to, so that a code is worth nothing for another person."""
        return f"recovery:{user_id}"

    @classmethod
    def answered_by(cls, user: User, code: str):
        """Returns the person's unused rows that `code`, in plain letters, answers: one or none."""
        hashes = crypto.possible_hashes(cls.hash_purpose(user.pk), code)
        return cls.objects.filter(user=user, used_at__isnull=True, code_hash__in=hashes)

    @classmethod
    def used_as(cls, user: User, code: str):
        """Returns the person's used rows that `code` answered once: one or none."""
        hashes = crypto.possible_hashes(cls.hash_purpose(user.pk), code)
        return cls.objects.filter(user=user, used_at__isnull=False, code_hash__in=hashes)
