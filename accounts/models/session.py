"""Our session table and its store: one row for each signed-in browser, and for each sign-in under way.

Saving writes a fresh row over the old one and would wipe columns, so everything but `last_seen_at` lives in the
session's data and is copied into the columns. The row's key is a hash of the cookie: who reads the table cannot
use it. `create` only draws the key; the one INSERT happens at `save`.
"""

import hashlib
from datetime import datetime, timedelta
from enum import StrEnum
from typing import ClassVar

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.base import VALID_KEY_CHARS, UpdateError
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import DatabaseError, InterfaceError, OperationalError, connection, models
from django.utils.crypto import constant_time_compare, get_random_string

from accounts.models.browser import Browser
from merchant_portal import clock
from merchant_portal.statements import Select, insert

TRUSTED = "browser"  # the method of a session that a trusted browser opened: no second step was done in it
COOKIE_LENGTH = 32  # characters of 36: 165 bits
KEY_BYTES = 20  # 160 bits of BLAKE2b; forty signs, the length of the stock column
SEEN_EVERY_SECONDS = 60
WARNING_SECONDS = 120


class Over(StrEnum):
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
        return SessionStore

    def idle_limit(self) -> timedelta:
        """Returns how long this session may rest: shorter for staff."""
        staff = self.user is not None and self.user.is_staff
        return timedelta(minutes=settings.STAFF_IDLE_MINUTES if staff else settings.IDLE_MINUTES)

    @property
    def is_idle(self) -> bool:
        """Says whether the session rested for too long. A sign-in under way ends by its own time."""
        return self.user_id is not None and clock.now() - self.last_seen_at > self.idle_limit()

    @property
    def ends_at(self) -> datetime:
        """Returns when the session ends if nothing more happens in it."""
        return min(self.last_seen_at + self.idle_limit(), self.expire_date)

    @property
    def cannot_be_prolonged(self) -> bool:
        """Says whether it ends when it does because it has lasted its whole time."""
        return self.ends_at == self.expire_date

    @property
    def warning_seconds(self) -> int:
        """Returns how long before its end a page says so: two minutes, less for a session that may hardly rest."""
        return min(WARNING_SECONDS, int(self.idle_limit().total_seconds()) // 2)

    def opens_for(self, user) -> bool:
        """Says whether `user` is still signed in here: it did not rest too long and hangs on the stamp of today."""
        return not self.is_idle and _is_proof_of(user, self.get_decoded().get(HASH_SESSION_KEY, ""))


OPENED = Select(Session, "WHERE session_key = %s AND expire_date > %s", join="user")


class SessionStore(DatabaseStore):
    """Loads, saves and ends rows of `Session`. `row` is the loaded one, or None; `found` may have rested too long."""

    row: Session | None = None
    found: Session | None = None
    was_sought = False
    is_new = False
    is_ended = False  # on purpose: the cookie goes with it

    @classmethod
    def get_model_class(cls):
        return Session

    def load(self):
        """Returns the data of the row that the cookie opens; of none, or one that has rested too long, nothing."""
        self.was_sought = True
        self.found = OPENED.first(row_key(self.session_key), clock.now())
        self.row = None if self.found is None or self.found.is_idle else self.found
        if self.row is None:
            self._take_key(None)
            return {}
        return self.decode(self.row.session_data)

    def _take_key(self, key: str | None) -> None:
        """Belongs to the cookie `key` from now on. The constructor is the public way to set it."""
        accessed, modified = self.accessed, self.modified
        super().__init__(key)
        self.accessed, self.modified = accessed, modified

    def exists(self, session_key):
        """A key of 165 random bits is not on file."""
        return False

    def create(self):
        self._take_key(get_random_string(COOKIE_LENGTH, VALID_KEY_CHARS))
        self.clear()
        self.is_new = True

    def cycle_key(self):
        data = dict(self.items())
        self.flush()
        self.create()
        self.update(data)

    def renew(self) -> bool:
        """Gives the session another key. Returns False for the loser of two at once, who must not write it."""
        data = dict(self.items())
        ended, _by_model = Session.objects.filter(session_key=row_key(self.session_key)).delete()
        if ended:
            self.create()
            self.update(data)
        return bool(ended)

    def create_model_instance(self, data):
        return Session(
            session_key=row_key(self.session_key),
            session_data=self.encode(data),
            expire_date=self.get_expiry_date(),
            user_id=data.get(SESSION_KEY),
            created_at=_time(data.get("created_at")) or clock.now(),
            stepped_up_at=_time(data.get("stepped_up_at")),
            method=data.get("method", ""),
            browser_id=data.get("browser"),
        )

    def save(self, must_create=False):
        """Writes the row by one statement, which needs no transaction around it. Raises UpdateError if it is gone."""
        data = dict(self.items())
        if self.session_key is None:
            self.create()
            self.update(data)
        row = self.create_model_instance(data)
        if self.is_new:
            insert(row)
        else:
            try:
                row.save(force_update=True)
            except (OperationalError, InterfaceError):  # the database is away, and the row may well be there
                raise
            except DatabaseError:
                raise UpdateError from None
        self.is_new = False

    def delete(self, session_key=None):
        key = session_key or self.session_key
        if key:  # no row hangs on this one
            with connection.cursor() as cursor:
                cursor.execute("DELETE FROM accounts_session WHERE session_key = %s", [row_key(key)])

    @property
    def person(self):
        """Returns whom the loaded row is open for, as of today's stamp; else None, and `get_user` says what follows.

        A session signed by an older listed key stays as it is: `get_user` would give it another key, and of two
        requests at once the second would find it gone.
        """
        is_signed_in = SESSION_KEY in self and self.row is not None and self.row.user is not None
        if not is_signed_in or not self.row.user.is_active or str(self.row.user_id) != self[SESSION_KEY]:
            return None
        return self.row.user if _is_proof_of(self.row.user, self.get(HASH_SESSION_KEY, "")) else None

    @property
    def over(self) -> Over | None:
        """Returns why nobody is signed in in a browser that was, as far as its cookie tells.

        A row that is there and still opens nothing has lost its security stamp.
        """
        if self.found is None:
            return Over.ELSEWHERE if self.was_sought else None
        if self.found.user_id is None:
            return None
        return Over.CHANGED if self.row else Over.IDLE

    def touch(self, *, every: int = SEEN_EVERY_SECONDS) -> None:
        """Notes that the person is here, at most once in `every` seconds, by a conditional UPDATE of one column."""
        now = clock.now()
        before = now - timedelta(seconds=every)
        if self.row is None or not self.row.user_id or self.row.last_seen_at >= before:
            return
        if Session.objects.filter(pk=self.row.pk, last_seen_at__lt=before).update(last_seen_at=now):
            self.row.last_seen_at = now


def _is_proof_of(user, proof: str) -> bool:
    """Says whether a session with `proof` hangs on the stamp that `user` has today, under any listed secret key."""
    today = (user.get_session_auth_hash(), *user.get_session_auth_fallback_hash())
    return any([constant_time_compare(proof, one) for one in today])


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
