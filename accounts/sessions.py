"""The session store (SESSION_ENGINE), which loads, saves and ends rows of `Session`.

Saving writes a fresh row over the old one and would wipe columns, so everything but `last_seen_at` lives in the
session's data and is copied into the columns. The key of a row is a hash of the cookie, so that nobody who reads the
table can use it. `create` only generates the key; the one INSERT happens at `save`.
"""

from datetime import datetime, timedelta

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.base import VALID_KEY_CHARS, UpdateError
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.utils.crypto import get_random_string

from accounts.models.session import Session, SignOutReason, is_proof_of, row_key
from merchant_portal import clock
from merchant_portal.statements import Select, insert

COOKIE_LENGTH = 32  # characters of 36: 165 bits
SEEN_EVERY_SECONDS = 60

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
        if key:  # no row belongs to none
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
        return self.row.user if is_proof_of(self.row.user, self.get(HASH_SESSION_KEY, "")) else None

    @property
    def over(self) -> SignOutReason | None:
        """Returns why nobody is signed in in a browser that was, as far as its cookie tells.

        A row that is there and still opens nothing has lost its security stamp.
        """
        if self.found is None:
            return SignOutReason.ELSEWHERE if self.was_sought else None
        if self.found.user_id is None:
            return None
        return SignOutReason.CHANGED if self.row else SignOutReason.IDLE

    def touch(self, *, every: int = SEEN_EVERY_SECONDS) -> None:
        """Notes that the person is here, at most once in `every` seconds, by a conditional UPDATE of one column."""
        now = clock.now()
        before = now - timedelta(seconds=every)
        if self.row is None or not self.row.user_id or self.row.last_seen_at >= before:
            return
        if Session.objects.filter(pk=self.row.pk, last_seen_at__lt=before).update(last_seen_at=now):
            self.row.last_seen_at = now


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
