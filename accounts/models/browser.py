from typing import ClassVar

from django.db import models

from accounts.models.user import User
from merchant_portal import clock, crypto

HASH_PURPOSE = "browser"
COOKIE_DAYS = 400  # what browsers keep at most


class BrowserQuerySet(models.QuerySet):
    """Finds the rows of a secret, and those whose trust has not died with the security stamp."""

    def with_secret(self, secret: str):
        return self.filter(secret_hash__in=crypto.possible_hashes(HASH_PURPOSE, secret))

    def under_current_stamp(self):
        """Only those that hang on the person's security stamp of today."""
        return self.filter(stamp=models.F("user__security_stamp"))


class Browser(models.Model):
    """A browser that proved itself to an account: by a step-up, a confirmed or unlocking link, or a reset.

    One secret a browser, in a long-lived cookie; one row for each person and secret. Known, it has its own limit of
    passwords; trusted, it is not asked for a code. Both end with the security stamp.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="browsers")
    secret_hash = models.CharField(max_length=64)
    stamp = models.CharField(max_length=22)
    label = models.CharField(max_length=60, blank=True)  # "Firefox, Windows"
    network = models.CharField(max_length=45, blank=True)  # shortened: the last part of the address is cut off
    created_at = models.DateTimeField(default=clock.now)
    last_used_at = models.DateTimeField(default=clock.now)
    trusted_until = models.DateTimeField(null=True)

    objects = BrowserQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "secret_hash"], name="browser_once_per_person"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["secret_hash"], name="browser_by_secret"),
            models.Index(fields=["last_used_at"], name="browser_by_last_use"),
        ]

    def __str__(self):
        return self.label

    @property
    def is_trusted(self) -> bool:
        return self.trusted_until is not None and self.trusted_until > clock.now()
