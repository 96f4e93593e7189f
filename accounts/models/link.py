from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from accounts.models.contact import WAIT_HOURS
from merchant_portal import crypto

UNLOCK_HOURS = 24  # longer than any lock: it also makes the browser known, which outlasts it


class SingleUseLink(models.Model):
    """A mailed link: purpose, reference, the address it was sent to. The worker draws the token when it sends."""

    class Purpose(models.TextChoices):
        CONFIRM = "confirm"
        ACTIVATE = "activate"
        UNLOCK = "unlock"
        UNDO = "undo"

    purpose = models.CharField(max_length=12, choices=Purpose)
    reference = models.CharField(max_length=40)  # an id as text; only the one who redeems knows of what
    address = models.CharField(max_length=254)  # the normalised address it is sent to
    token_hash = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001 - unique once drawn
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        indexes: ClassVar = [models.Index(fields=["expires_at"], name="link_by_end")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["purpose", "reference", "address"],
                condition=models.Q(used_at__isnull=True, superseded_at__isnull=True),
                name="link_one_live",
            ),
            models.CheckConstraint(
                condition=models.Q(used_at__isnull=True) | models.Q(superseded_at__isnull=True),
                name="link_ends_once",
            ),
        ]

    def __str__(self):
        return self.purpose

    @classmethod
    def lifetime(cls, purpose: str) -> timedelta:
        """Returns how long a link of this purpose can be redeemed."""
        hours = {
            cls.Purpose.CONFIRM: settings.CONFIRM_LINK_HOURS,
            cls.Purpose.ACTIVATE: settings.ACTIVATION_LINK_HOURS,
            cls.Purpose.UNLOCK: UNLOCK_HOURS,
            cls.Purpose.UNDO: WAIT_HOURS,
        }
        return timedelta(hours=hours[purpose])

    @property
    def is_live(self) -> bool:
        return self.used_at is None and self.superseded_at is None and self.expires_at > timezone.now()

    @property
    def hash_purpose(self) -> str:
        return f"link:{self.purpose}"

    @classmethod
    def with_token(cls, purpose: str, token: str):
        """Returns the rows on which `token` is on file for `purpose`: one or none."""
        return cls.objects.filter(purpose=purpose, token_hash__in=crypto.possible_hashes(f"link:{purpose}", token))

    def draw_token(self) -> str:
        """Draws a token into this row and returns it. Called when it is sent; its time begins then."""
        token = crypto.new_token()
        self.token_hash = crypto.keyed_hash(self.hash_purpose, token)
        self.expires_at = timezone.now() + self.lifetime(self.purpose)
        self.save(update_fields=["token_hash", "expires_at"])
        return token
