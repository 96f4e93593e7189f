"""What every flow has in common while its check is still open: attempts and sends."""

from django.db import connection
from django.utils.translation import gettext_lazy as _

from accounts.actions import attempts
from accounts.models.flow import WRONG_CODES, Flow, wait_after
from merchant_portal import clock
from merchant_portal.errors import Refused, TooManyTries


class FlowEnded(Refused):
    """The sign-in under way is over: too old, already finished, or the person changed meanwhile."""

    sentence = _("This sign-in has ended. Sign in again.")


class TooEarly(TooManyTries):
    """The next sending is possible at `next_attempt_at`."""

    sentence = _("You can request another message a little later.")


class SendQuotaExceeded(TooEarly):
    """The hour's sends there are used up, whatever the flow would allow."""


def newest_open(flows, user) -> Flow | None:
    """Returns the newest of the person's `flows` that is open, if nothing about the person changed since it began."""
    newest = flows.filter(closed_at__isnull=True, expires_at__gt=clock.now()).order_by("-pk").first()
    if newest is None:
        return None
    newest.user = user
    return newest if newest.still_holds else None


def consume_attempt(flow: Flow) -> bool:
    """Takes one of the flow's attempts and commits it. Returns False when none is left or the flow is over."""
    with attempts.committing():
        return _change_open(flow, "wrong_codes = wrong_codes + 1", f"AND wrong_codes < {WRONG_CODES}")


def attempts_left(flow: Flow) -> int:
    """Returns how many wrong codes the flow still bears."""
    used = type(flow).objects.filter(pk=flow.pk).values_list("wrong_codes", flat=True).first()
    return WRONG_CODES - (WRONG_CODES if used is None else used)


def close(flow: Flow) -> bool:
    """Ends the flow. Returns True for the one call that ended it."""
    return _change_open(flow, "closed_at = %(now)s")


def _change_open(flow: Flow, change: str, more: str = "") -> bool:
    """Changes the row of a flow that is open, under the condition `more`. Returns False if there was none.

    In SQL, since every sign-in does it twice (docs/decisions/0012); the words are constants of this module.
    """
    open_row = "WHERE id = %(pk)s AND closed_at IS NULL AND expires_at > %(now)s"
    with connection.cursor() as cursor:
        sql = f"UPDATE {flow._meta.db_table} SET {change} {open_row} {more}"  # noqa: S608 - built of constants
        cursor.execute(sql, {"pk": flow.pk, "now": clock.now()})
        return cursor.rowcount == 1


def consume_resend(flow: Flow, quota: attempts.Limit, address: str) -> None:
    """Takes the flow's next sending and one of `quota` for `address`. Raises TooEarly or FlowEnded."""
    advance_resend(flow)
    consume_send_quota(quota, address)


def advance_resend(flow: Flow) -> None:
    """Takes the flow's next sending. Raises TooEarly with the time of the next one, FlowEnded if the flow is over."""
    now = clock.now()
    taken = (
        type(flow)
        .objects.filter(
            pk=flow.pk,
            closed_at__isnull=True,
            expires_at__gt=now,
            resend_at__lte=now,
            sends=flow.sends,
        )
        .update(sends=flow.sends + 1, resend_at=now + wait_after(flow.sends + 1))
    )
    if not taken:
        flow.refresh_from_db()
        if not flow.is_open:
            raise FlowEnded
        raise TooEarly(flow.resend_at)


def consume_send_quota(quota: attempts.Limit, address: str, *, consume=attempts.consume) -> None:
    """Takes one sending to `address` from `quota`. Raises SendQuotaExceeded when the hour's are used up.

    `consume` is attempts.consume_within where the message is written in the same transaction.
    """
    key = attempts.limit_key(address)
    if consume(quota, key) is None:
        raise SendQuotaExceeded(attempts.next_attempt_at(quota, key))
