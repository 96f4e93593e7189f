"""Browsers that proved themselves to an account, recognised by a secret in a long-lived cookie."""

from datetime import timedelta

from django.conf import settings
from django.db import connection, transaction

from accounts.actions.attempts import Limit
from accounts.client_info import ClientInfo
from accounts.events import AccountEvent
from accounts.models.browser import HASH_PURPOSE, Browser
from accounts.models.session import Session
from accounts.models.user import User
from merchant_portal import clock, crypto
from merchant_portal.audit import recording as audit

# The row of this browser for this person, made or renewed in one statement, with the stamp it had before. Trust
# that hung on another stamp is over.
REMEMBER = """
    WITH before AS (SELECT stamp FROM accounts_browser WHERE user_id = %(user)s AND secret_hash = %(hash)s)
    INSERT INTO accounts_browser AS b
        (user_id, secret_hash, stamp, label, network, created_at, last_used_at, trusted_until)
    VALUES (%(user)s, %(hash)s, %(stamp)s, %(browser)s, %(network)s, %(now)s, %(now)s, %(trust)s)
    ON CONFLICT (user_id, secret_hash) DO UPDATE SET
        stamp = EXCLUDED.stamp, label = EXCLUDED.label, network = EXCLUDED.network,
        last_used_at = EXCLUDED.last_used_at,
        trusted_until = coalesce(EXCLUDED.trusted_until, CASE WHEN b.stamp = EXCLUDED.stamp THEN b.trusted_until END)
    RETURNING id, coalesce((SELECT stamp = %(stamp)s FROM before), false)
"""


def known_to(client: ClientInfo, key: str) -> Browser | None:
    """Returns the row of this browser for the confirmed person on the address `key`, or None."""
    if not client.has_cookie:
        return None
    known = Browser.objects.with_secret(client.secret).under_current_stamp()
    return known.filter(user__email_key=key, user__status=User.Status.CONFIRMED).first()


def send_limit_of(client: ClientInfo, key: str) -> Limit:
    """Returns the send quota of the address `key` for emails that anybody can request; a known browser has its own."""
    return Limit.SENDS_BY_ANYONE if known_to(client, key) is None else Limit.SENDS_FROM_KNOWN_BROWSER


def remember(client: ClientInfo, user: User, *, trust: bool = False) -> tuple[int, bool]:
    """Makes this browser known to `user`; with `trust` it is not asked for a code for TRUST_DAYS.

    Returns the id of its row and whether it was known before. `cookies.keep_browser` sends the browser its secret.
    """
    newest, *older = crypto.possible_hashes(HASH_PURPOSE, client.secret)
    if older:
        _hash_anew(user, newest, older)
    now = clock.now()
    values = {"user": user.pk, "hash": newest, "stamp": user.security_stamp, "now": now}
    values |= client.origin
    values["trust"] = now + timedelta(days=settings.TRUST_DAYS) if trust else None
    with connection.cursor() as cursor:
        cursor.execute(REMEMBER, values)
        return cursor.fetchone()


def _hash_anew(user: User, newest: str, older: list[str]) -> None:
    """Keeps this browser's row under the newest pepper, and only one row: processes that know the peppers in
    another order may have written it at the same time. The caller is in a transaction."""
    User.objects.select_for_update().get(pk=user.pk)
    rows = Browser.objects.filter(user=user, secret_hash__in=[newest, *older]).order_by("-last_used_at", "-pk")
    kept, *doubles = rows or [None]
    Browser.objects.filter(pk__in=[row.pk for row in doubles]).delete()
    if kept and kept.secret_hash != newest:
        Browser.objects.filter(pk=kept.pk).update(secret_hash=newest)


def keep_known(client: ClientInfo, user: User) -> None:
    """Moves this browser's row to the person's new security stamp; every other one ends with the old stamp."""
    if client.has_cookie:
        Browser.objects.with_secret(client.secret).filter(user=user).update(stamp=user.security_stamp)


def all_of(user: User) -> list[Browser]:
    """Returns the browsers that `user` proved to be theirs, the last used first."""
    return list(Browser.objects.filter(user=user, stamp=user.security_stamp).order_by("-last_used_at", "-pk"))


def sessions_of(user: User) -> list[Session]:
    """Returns where `user` is signed in, the last active first."""
    rows = Session.objects.filter(user=user, expire_date__gt=clock.now()).select_related("browser")
    found = list(rows.order_by("-last_seen_at", "session_key"))
    for row in found:
        row.user = user
    return [row for row in found if row.opens_for(user)]


def remove(*, user: User, browser_id: int | None = None) -> int:
    """Forgets one browser of `user`, or all. Returns how many there were. Sessions go on; a code is asked next time."""
    rows = Browser.objects.filter(user=user)
    if browser_id is not None:
        rows = rows.filter(pk=browser_id)
    with transaction.atomic():
        forgotten, _by_model = rows.delete()
        if forgotten:
            audit.record(AccountEvent.BROWSERS_REMOVED, target=user, by=user, count=forgotten)
    return forgotten


def end_sessions(*, user: User, row_key: str | None = None, except_key: str | None = None) -> int:
    """Ends one session of `user` by the key of its row, or all but `except_key`. Returns how many ended."""
    rows = Session.objects.filter(user=user)
    if row_key is not None:
        rows = rows.filter(session_key=row_key)
    with transaction.atomic():
        ended, _by_model = rows.exclude(session_key=except_key).delete()
        if ended:
            audit.record(AccountEvent.SESSIONS_ENDED, target=user, by=user, count=ended)
    return ended
