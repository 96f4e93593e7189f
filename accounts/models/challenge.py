from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from accounts.models.pending import PendingSignIn
from merchant_portal import crypto

DIGITS = "0123456789"
CODE_LENGTH = 6
TAG_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # without look-alikes
TAG_LENGTH = 4
LIVE_CODES = 2  # messages overtake each other: the two newest codes are valid to their own end


def new_tag() -> str:
    """Returns the short tag by which a page names a message."""
    return crypto.new_code(TAG_LENGTH, TAG_ALPHABET)


class Challenge(models.Model):
    """One question put to a person by code, over one channel, within one flow. Tries are the flow's."""

    class Channel(models.TextChoices):
        MAIL = "mail"

    pending = models.ForeignKey(PendingSignIn, on_delete=models.CASCADE, related_name="challenges")
    channel = models.CharField(max_length=4, choices=Channel)
    destination = models.CharField(max_length=254)  # as it was when the question was put
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["pending", "channel"], name="challenge_one_per_flow_and_channel"),
        ]

    def __str__(self):
        return self.channel


class Code(models.Model):
    """One sending of a challenge. The worker draws the code when it sends; only its keyed hash is kept."""

    challenge = models.ForeignKey(Challenge, on_delete=models.CASCADE, related_name="codes")
    tag = models.CharField(max_length=TAG_LENGTH, default=new_tag)
    asked_at = models.DateTimeField(default=timezone.now)
    code_hash = models.CharField(max_length=64, blank=True)
    sent_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(code_hash="", sent_at__isnull=True)
                | ~models.Q(code_hash="") & models.Q(sent_at__isnull=False),
                name="code_drawn_with_its_time",
            ),
        ]

    def __str__(self):
        return self.tag

    @staticmethod
    def lifetime() -> timedelta:
        return timedelta(minutes=settings.STEP_UP_CODE_MINUTES)

    @property
    def hash_purpose(self) -> str:
        """Returns what the hash is bound to, so that equal digits of two codes hash differently."""
        return f"code:{self.pk}"

    def draw_code(self) -> str:
        """Draws a code into this row and returns it. A second drawing replaces the first. Called when it is sent."""
        code = crypto.new_code(CODE_LENGTH, DIGITS)
        self.sent_at = timezone.now()
        self.expires_at = self.sent_at + self.lifetime()
        self.code_hash = crypto.keyed_hash(self.hash_purpose, code)
        self.save(update_fields=["code_hash", "sent_at", "expires_at"])
        return code

    def is_answered_by(self, code: str) -> bool:
        """Says in constant time whether `code` is the one that was drawn."""
        return bool(self.code_hash) and crypto.matches(self.code_hash, self.hash_purpose, code)
