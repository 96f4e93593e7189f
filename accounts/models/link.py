from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models

from accounts.models.contact import WAIT_HOURS
from merchant_portal import clock, crypto

UNLOCK_HOURS = 24  # longer than any lock: it also makes the browser known, which outlasts it


class SingleUseLink(models.Model):
    """A mailed link: purpose, reference, the address it is sent to. The worker generates the token.

    Its hash is committed before the mail leaves. `sent_at` is when the mail may first have been delivered: from then
    on the link displaces older ones about the same.
    """

    class Purpose(models.TextChoices):
        CONFIRM = "confirm"
        ACTIVATE = "activate"
        UNLOCK = "unlock"
        UNDO = "undo"

    purpose = models.CharField(max_length=12, choices=Purpose)
    reference = models.CharField(max_length=40)  # an id as text; only the one who redeems knows of what
    address = models.CharField(max_length=254)  # the normalised address it is sent to
    token_hash = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001 - unique once generated
    created_at = models.DateTimeField(default=clock.now)
    sent_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        indexes: ClassVar = [models.Index(fields=["expires_at"], name="link_by_end")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["purpose", "reference", "address"],
                condition=models.Q(sent_at__isnull=False, used_at__isnull=True, superseded_at__isnull=True),
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
        return self.used_at is None and self.superseded_at is None and self.expires_at > clock.now()

    @property
    def hash_purpose(self) -> str:
        return f"link:{self.purpose}"

    @classmethod
    def with_token(cls, purpose: str, token: str):
        """Returns the rows on which `token` is on file for `purpose`: one or none."""
        return cls.objects.filter(purpose=purpose, token_hash__in=crypto.possible_hashes(f"link:{purpose}", token))

    @property
    def same(self):
        """Returns the live links about the same for the same address, itself among them."""
        same = {"purpose": self.purpose, "reference": self.reference, "address": self.address}
        return SingleUseLink.objects.filter(**same, used_at__isnull=True, superseded_at__isnull=True)

    @property
    def has_successor(self) -> bool:
        """Returns whether a newer link about the same is live or on its way."""
        return self.same.filter(pk__gt=self.pk).exists()

    def generate_token(self) -> str:
        """Returns a new token after storing its hash. A second one replaces the first; its lifetime begins now."""
        token = crypto.new_token()
        self.token_hash = crypto.keyed_hash(self.hash_purpose, token)
        self.expires_at = clock.now() + self.lifetime(self.purpose)
        self.save(update_fields=["token_hash", "expires_at"])
        return token

    def note_delivery(self) -> None:
        """Records, in the caller's transaction, that the mail may have been delivered, and ends older links.

        Where a newer one was delivered first, this one ends itself. A further attempt changes nothing.
        """
        live = list(self.same.select_for_update().order_by("pk"))
        mine = next((link for link in live if link.pk == self.pk), None)
        if mine is None or mine.sent_at:
            return
        now, sent = clock.now(), [link for link in live if link.sent_at]
        older = [link.pk for link in sent if link.pk < self.pk]
        SingleUseLink.objects.filter(pk__in=older).update(superseded_at=now)
        is_late = len(older) < len(sent)
        SingleUseLink.objects.filter(pk=self.pk).update(sent_at=now, superseded_at=now if is_late else None)
