"""What a sign-in and a registration have in common while their check is still open: tries and sendings."""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actions import budgets
from accounts.models.pending import WRONG_CODES, PendingSignIn, wait_after
from merchant_portal.errors import Refused, TooManyTries


class FlowEnded(Refused):
    """The sign-in under way is over: too old, already finished, or the person changed meanwhile."""

    sentence = _("This sign-in has ended. Sign in again.")


class TooEarly(TooManyTries):
    """The next sending is possible at `opens_at`."""

    sentence = _("A new message can be sent a little later.")


def take_try(pending: PendingSignIn) -> bool:
    """Takes one of the flow's tries and commits it. Returns False when none is left or the flow is over."""
    with transaction.atomic(durable=True):
        taken = PendingSignIn.objects.filter(
            pk=pending.pk, closed_at__isnull=True, expires_at__gt=timezone.now(), wrong_codes__lt=WRONG_CODES
        ).update(wrong_codes=F("wrong_codes") + 1)
    return bool(taken)


def tries_left(pending: PendingSignIn) -> int:
    """Returns how many wrong codes the flow still bears."""
    used = PendingSignIn.objects.filter(pk=pending.pk).values_list("wrong_codes", flat=True).first()
    return WRONG_CODES - (WRONG_CODES if used is None else used)


def close(pending: PendingSignIn) -> bool:
    """Ends the flow. Returns True for the one call that ended it."""
    return bool(
        PendingSignIn.objects.filter(pk=pending.pk, closed_at__isnull=True, expires_at__gt=timezone.now()).update(
            closed_at=timezone.now()
        )
    )


def take_sending(pending: PendingSignIn, purse: budgets.Kind, address: str) -> None:
    """Takes the flow's next sending and one of `purse` for `address`.

    Raises TooEarly with the time of the next sending, FlowEnded if the flow is over.
    """
    now = timezone.now()
    taken = PendingSignIn.objects.filter(
        pk=pending.pk,
        closed_at__isnull=True,
        expires_at__gt=now,
        resend_at__lte=now,
        sendings=pending.sendings,
    ).update(sendings=pending.sendings + 1, resend_at=now + wait_after(pending.sendings + 1))
    if not taken:
        pending.refresh_from_db()
        if not pending.is_open:
            raise FlowEnded
        raise TooEarly(pending.resend_at)
    take_from_purse(purse, address)


def take_from_purse(purse: budgets.Kind, address: str) -> None:
    """Takes one sending to `address` from `purse`. Raises TooEarly when the hour's are used up."""
    key = budgets.key_of(address)
    if budgets.spend(purse, key) is None:
        raise TooEarly(next_sending(purse, key))


def next_sending(purse: budgets.Kind, key: str) -> datetime | None:
    """Returns when `purse` gives the next sending."""
    return budgets.opens_at(purse, key)
