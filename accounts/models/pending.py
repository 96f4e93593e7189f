from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts.models.user import User

LADDER = (1, 2, 5, 10, 20)  # the first wait is RESEND_SECONDS, then 2, 5, 10 and 20 minutes
REGISTRATION_HOURS = 1
WRONG_CODES = 5


def wait_after(sendings: int) -> timedelta:
    """Returns how long to wait for the next sending after `sendings` ones."""
    if sendings <= 1:
        return timedelta(seconds=settings.RESEND_SECONDS)
    return timedelta(minutes=LADDER[min(sendings, len(LADDER)) - 1])


def fingerprint(user: User, *, status: str | None = None) -> str:
    """Returns what must still hold when a sign-in ends: stamp, status, address and being active.

    `status` stands in for the person's own, to ask how the fingerprint was before it changed.
    """
    facts = f"{user.pk}|{user.security_stamp}|{status or user.status}|{user.email_key}|{user.is_active}"
    return salted_hmac("accounts.pending", facts, algorithm="sha256").hexdigest()


class PendingSignIn(models.Model):
    """The password was right (or typed at the registration), the check is still open.

    A sign-in is held by the session it began in; a registration by a cookie whose secret's hash is
    `browser_hash`. Everything about a flow that can be raced is changed by conditional UPDATEs.
    """

    class Purpose(models.TextChoices):
        SIGN_IN = "sign_in"
        STAFF = "staff"
        REGISTRATION = "registration"

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="pending_sign_ins")
    purpose = models.CharField(max_length=12, choices=Purpose)
    fingerprint = models.CharField(max_length=64)
    browser_hash = models.CharField(max_length=64, blank=True)
    next = models.CharField(max_length=1000, blank=True)
    wrong_codes = models.PositiveSmallIntegerField(default=0)
    sendings = models.PositiveSmallIntegerField(default=1)
    resend_at = models.DateTimeField()
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        indexes: ClassVar = [
            models.Index(fields=["expires_at"], name="pending_by_end"),
            models.Index(fields=["browser_hash"], condition=~models.Q(browser_hash=""), name="pending_by_browser"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(purpose="registration") & ~models.Q(browser_hash="")
                | ~models.Q(purpose="registration") & models.Q(browser_hash=""),
                name="pending_registration_is_held_by_a_browser",
            ),
            models.CheckConstraint(condition=models.Q(wrong_codes__lte=WRONG_CODES), name="pending_tries_are_bounded"),
        ]

    def __str__(self):
        return self.purpose

    @classmethod
    def lifetime(cls, purpose: str) -> timedelta:
        """Returns how long a flow of this purpose stays open."""
        if purpose == cls.Purpose.REGISTRATION:
            return timedelta(hours=REGISTRATION_HOURS)
        return timedelta(minutes=settings.PENDING_SIGN_IN_MINUTES)

    @property
    def is_open(self) -> bool:
        return self.closed_at is None and self.expires_at > timezone.now()

    @property
    def still_holds(self) -> bool:
        """Says whether nothing about the person changed since the flow began."""
        return self.fingerprint == fingerprint(self.user)

    @property
    def may_resend(self) -> bool:
        """Says whether the wait for the next sending is over."""
        return self.resend_at <= timezone.now()
