"""The session table: one row for each signed-in browser, and for each sign-in under way."""

import hashlib
from datetime import datetime, timedelta
from enum import StrEnum
from importlib import import_module
from typing import ClassVar

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils.crypto import constant_time_compare

from accounts.models.browser import Browser
from merchant_portal import clock

TRUSTED = "browser"  # the method of a session that a trusted browser opened: no second step was done in it
KEY_BYTES = 20  # 160 bits of BLAKE2b; forty signs, the length of the stock column
WARNING_SECONDS = 120


class SignOutReason(StrEnum):
    """Why a browser is no longer signed in."""

    IDLE = "idle"
    ELSEWHERE = "elsewhere"
    CHANGED = "changed"
    SIGNED_OUT = "out"


def row_key(session_key: str) -> str:
    """Returns the key of the row that the cookie `session_key` opens."""
    return hashlib.blake2b(session_key.encode(), digest_size=KEY_BYTES).hexdigest()


class Session(AbstractBaseSession):
    """One browser's session. `stepped_up_at` and `method` say when and how the second step was done.

    A trusted browser is asked for none: then `method` says so, and anything sensitive asks again.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="sessions")
    created_at = models.DateTimeField(default=clock.now)
    last_seen_at = models.DateTimeField(default=clock.now)
    stepped_up_at = models.DateTimeField(null=True)
    method = models.CharField(max_length=10, blank=True)
    # Without a constraint of the database: a session outlives the row of its browser, and is written again after it.
    browser = models.ForeignKey(
        Browser, on_delete=models.DO_NOTHING, null=True, db_constraint=False, related_name="sessions"
    )

    class Meta(AbstractBaseSession.Meta):
        abstract = False
        default_permissions = ()
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(stepped_up_at__isnull=True, method__in=("", TRUSTED))
                | models.Q(stepped_up_at__isnull=False) & ~models.Q(method=""),
                name="session_step_up_with_its_method",
            ),
            models.CheckConstraint(
                condition=models.Q(stepped_up_at__isnull=True) | models.Q(user__isnull=False),
                name="session_step_up_has_a_person",
            ),
        ]

    @classmethod
    def get_session_store_class(cls):
        return import_module(settings.SESSION_ENGINE).SessionStore

    def idle_limit(self) -> timedelta:
        """Returns how long this session may rest: shorter for staff."""
        staff = self.user is not None and self.user.is_staff
        return timedelta(minutes=settings.STAFF_IDLE_MINUTES if staff else settings.IDLE_MINUTES)

    @property
    def is_idle(self) -> bool:
        """Returns whether the session rested for too long. A sign-in under way ends by its own time."""
        return self.user_id is not None and clock.now() - self.last_seen_at > self.idle_limit()

    @property
    def ends_at(self) -> datetime:
        """Returns when the session ends if nothing more happens in it."""
        return min(self.last_seen_at + self.idle_limit(), self.expire_date)

    @property
    def cannot_be_prolonged(self) -> bool:
        """Returns whether it ends when it does because it has lasted its whole time."""
        return self.ends_at == self.expire_date

    @property
    def warning_seconds(self) -> int:
        """Returns how long before its end a page says so: two minutes, less for a session that may hardly rest."""
        return min(WARNING_SECONDS, int(self.idle_limit().total_seconds()) // 2)

    def opens_for(self, user) -> bool:
        """Returns whether `user` is still signed in here: it did not rest too long and has the stamp of today."""
        return not self.is_idle and is_proof_of(user, self.get_decoded().get(HASH_SESSION_KEY, ""))


def is_proof_of(user, proof: str) -> bool:
    """Returns whether a session with `proof` has the stamp that `user` has today, under any listed secret key."""
    today = (user.get_session_auth_hash(), *user.get_session_auth_fallback_hash())
    return any([constant_time_compare(proof, one) for one in today])
