from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models

from accounts.models.contact import ContactChange
from accounts.models.flow import Flow
from accounts.models.pending import PendingSignIn
from accounts.models.user import User
from merchant_portal import clock, crypto

DIGITS = "0123456789"
RESET_LETTERS = 8  # of twenty: 34 bits
LETTERS = "BCDFGHJKLMNPQRSTVWXZ"  # twenty, without vowels, so without words, and without look-alikes of digits
TAG_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # without look-alikes
TAG_LENGTH = 4
LIVE_CODES = 2  # messages overtake each other: the two newest codes are valid to their own end


def new_tag() -> str:
    """Returns the short tag by which a page names a message."""
    return crypto.new_code(TAG_LENGTH, TAG_ALPHABET)


class Challenge(Flow):
    """One request for a code, over one channel, from a person or, in a reset, from nobody.

    Within a sign-in the attempts and sends are those of the pending sign-in, whatever the channel; every other
    challenge is a flow of its own.
    """

    class Purpose(models.TextChoices):
        SIGN_IN = "sign_in"
        RESET = "reset"
        PHONE = "phone"  # the first proof of the phone on file
        CONTACT = "contact"  # either end of a change of e-mail or phone

    class Channel(models.TextChoices):
        MAIL = "mail"
        SMS = "sms"

    purpose = models.CharField(max_length=8, choices=Purpose)
    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="challenges")
    pending = models.ForeignKey(PendingSignIn, on_delete=models.CASCADE, null=True, related_name="challenges")
    change = models.ForeignKey(ContactChange, on_delete=models.CASCADE, null=True, related_name="challenges")
    channel = models.CharField(max_length=4, choices=Channel)
    destination = models.CharField(max_length=254, blank=True)  # as it was when the code was requested; nobody has none

    class Meta(Flow.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["pending", "channel"], name="challenge_one_per_flow_and_channel"),
            models.CheckConstraint(
                condition=models.Q(purpose="sign_in") ^ models.Q(pending__isnull=True),
                name="challenge_of_a_sign_in_has_its_flow",
            ),
            models.CheckConstraint(
                condition=models.Q(purpose="contact") ^ models.Q(change__isnull=True),
                name="challenge_of_a_change_has_it",
            ),
            models.CheckConstraint(
                condition=models.Q(purpose="reset") | models.Q(user__isnull=False),
                name="challenge_to_nobody_is_a_reset",
            ),
            *Flow.Meta.constraints,
        ]

    def __str__(self):
        return f"{self.purpose} {self.channel}"

    @property
    def flow(self) -> Flow:
        """Returns the row on which attempts and sends are counted."""
        return self.pending or self

    @property
    def code_lifetime(self) -> timedelta:
        """Returns how long a code of this challenge can be typed."""
        reset = self.purpose == self.Purpose.RESET
        return timedelta(minutes=settings.RESET_CODE_MINUTES if reset else settings.STEP_UP_CODE_MINUTES)

    def new_code(self) -> str:
        """Returns eight letters for a reset, which anybody can ask for; six digits behind a password or a session."""
        reset = self.purpose == self.Purpose.RESET
        return crypto.new_code(RESET_LETTERS, LETTERS) if reset else crypto.new_code(6, DIGITS)


class Code(models.Model):
    """One sending of a challenge. The worker generates the code; only its keyed hash is kept here.

    The hash is committed before anything leaves. `sent_at` is when the message may first have been delivered: from
    then on the code displaces older ones.
    """

    challenge = models.ForeignKey(Challenge, on_delete=models.CASCADE, related_name="codes")
    tag = models.CharField(max_length=TAG_LENGTH, default=new_tag)
    requested_at = models.DateTimeField(default=clock.now)
    code_hash = models.CharField(max_length=64, blank=True)
    sent_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(code_hash="") | models.Q(sent_at__isnull=True),
                name="code_sent_was_generated",
            ),
        ]

    def __str__(self):
        return self.tag

    @property
    def hash_purpose(self) -> str:
        """Returns what the hash is bound to, so that equal digits of two codes hash differently."""
        return f"code:{self.pk}"

    def generate_code(self) -> str:
        """Returns a new code after storing its hash. A second one replaces the first; its lifetime begins now."""
        code = self.challenge.new_code()
        self.expires_at = clock.now() + self.challenge.code_lifetime
        self.code_hash = crypto.keyed_hash(self.hash_purpose, code)
        self.save(update_fields=["code_hash", "expires_at"])
        return code

    @classmethod
    def note_delivery(cls, pk) -> None:
        """Records that the message with the code `pk` may have been delivered; a further attempt changes nothing."""
        cls.objects.filter(pk=pk, sent_at__isnull=True).update(sent_at=clock.now())

    @property
    def is_live(self) -> bool:
        """Returns whether the code, as far as its own lifetime goes, can still be typed."""
        return self.expires_at > clock.now()

    @property
    def minutes_left(self) -> int:
        """Returns for how many whole minutes the code can still be typed, at least one."""
        return max(1, (self.expires_at - clock.now() + timedelta(seconds=5)) // timedelta(minutes=1))

    def is_answered_by(self, code: str) -> bool:
        """Says in constant time whether `code` is the one that was generated."""
        return bool(self.code_hash) and crypto.matches(self.code_hash, self.hash_purpose, code)
