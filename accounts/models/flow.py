"""What a sign-in under way, a registration, a reset and a contact that is being proven have in common."""

from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.crypto import constant_time_compare, salted_hmac

from accounts.models.user import User
from merchant_portal import clock

LADDER = (1, 2, 5, 10, 20)  # the first wait is RESEND_SECONDS, then 2, 5, 10 and 20 minutes
WRONG_CODES = 5


def wait_after(sends: int) -> timedelta:
    """Returns how long to wait for the next sending after `sends` ones."""
    if sends <= 1:
        return timedelta(seconds=settings.RESEND_SECONDS)
    return timedelta(minutes=LADDER[min(sends, len(LADDER)) - 1])


def first_wait():
    """Returns when a flow whose first message leaves now may send its second."""
    return clock.now() + wait_after(1)


def _fingerprint(secret: str, user: User, status: str) -> str:
    facts = f"{user.pk}|{user.security_stamp}|{status}|{user.email_key}|{user.is_active}"
    return salted_hmac("accounts.pending", facts, secret=secret, algorithm="sha256").hexdigest()


def fingerprint(user: User) -> str:
    """Returns what must still hold when a flow ends: stamp, status, address and being active; signed by the newest
    secret key. Compare it with `has_fingerprint`, which knows the older keys too."""
    return _fingerprint(settings.SECRET_KEY, user, user.status)


def has_fingerprint(stored: str, user: User, *, status: str | None = None) -> bool:
    """Says in constant time whether `stored` is the fingerprint of `user` of today under any listed secret key.

    `status` is used in place of the person's own, to compare with a fingerprint from before it changed.
    """
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    equal = [constant_time_compare(stored, _fingerprint(secret, user, status or user.status)) for secret in secrets]
    return any(equal)


class Flow(models.Model):
    """Base: attempts, sends, an end, and what it is bound to. A subclass has `user`, which may be nobody.

    Everything about a flow that can be raced is changed by conditional UPDATEs. `browser_hash` is the hash of a
    secret that the browser holds in a cookie while it has no session.
    """

    fingerprint = models.CharField(max_length=64, blank=True)
    browser_hash = models.CharField(max_length=64, blank=True)
    wrong_codes = models.PositiveSmallIntegerField(default=0)
    sends = models.PositiveSmallIntegerField(default=1)
    resend_at = models.DateTimeField(default=first_wait)
    created_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True
        default_permissions = ()
        indexes: ClassVar = [
            models.Index(fields=["expires_at"], name="%(class)s_by_end"),
            models.Index(fields=["browser_hash"], condition=~models.Q(browser_hash=""), name="%(class)s_by_browser"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(wrong_codes__lte=WRONG_CODES), name="%(class)s_tries_are_bounded"
            ),
        ]

    @property
    def is_open(self) -> bool:
        return self.closed_at is None and self.expires_at > clock.now()

    @property
    def still_holds(self) -> bool:
        """Returns whether nothing about the person changed since the flow began."""
        return self.user is None or has_fingerprint(self.fingerprint, self.user)

    @property
    def may_resend(self) -> bool:
        """Returns whether the wait for the next sending is over."""
        return self.resend_at <= clock.now()
