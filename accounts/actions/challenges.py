"""Codes: asked for here, drawn and sent by the worker, checked through one door."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from accounts.actions import budgets, flows
from accounts.emails import SignInCode
from accounts.events import Event
from accounts.models.challenge import LIVE_CODES, Challenge, Code
from accounts.models.pending import PendingSignIn
from merchant_portal.audit import recording as audit
from merchant_portal.errors import Refused, TooManyTries
from merchant_portal.messaging import outbox as messaging

FEW_TRIES = 2  # from here on the page says how many are left


class WrongCode(Refused):
    """The code is another; `left` is the number of tries that remain in this flow."""

    status = 200

    def __init__(self, left: int):
        self.left = left
        sentence = _("This code does not match. Check the newest message and type its code.")
        if left <= FEW_TRIES:
            sentence = ngettext_lazy(
                "This code does not match. %(left)d try is left.",
                "This code does not match. %(left)d tries are left.",
                left,
            ) % {"left": left}
        super().__init__(sentence)


class OldCode(Refused):
    """The code was right once, and is past its time."""

    status = 200
    sentence = _("This code is past its time. Ask for a new one.")


class StepUpLocked(TooManyTries):
    """The person's codes were wrong too often this hour or day; `opens_at` gives the next try."""

    sentence = _("Too many wrong codes. The next try is possible a little later.")


def put(pending: PendingSignIn) -> Code:
    """Asks the person of `pending` for a mailed code and queues it. Returns the row it will be drawn into."""
    flows.take_from_purse(budgets.Kind.SENDS_AFTER_PASSWORD, pending.user.email_key)
    with transaction.atomic():
        challenge = Challenge.objects.create(
            pending=pending, channel=Challenge.Channel.MAIL, destination=pending.user.email
        )
        return _send(challenge)


def send_again(pending: PendingSignIn) -> Code:
    """Sends a new code to where the last one went. Raises flows.TooEarly or flows.FlowEnded."""
    challenge = pending.challenges.get(channel=Challenge.Channel.MAIL)
    flows.take_sending(pending, budgets.Kind.SENDS_AFTER_PASSWORD, pending.user.email_key)
    with transaction.atomic():
        audit.record(Event.CODE_SENT_AGAIN, target=pending.user, channel=challenge.channel)
        return _send(challenge)


def _send(challenge: Challenge) -> Code:
    code = Code.objects.create(challenge=challenge, expires_at=timezone.now() + Code.lifetime())
    messaging.send(SignInCode, code.pk)
    return code


def spend_tries(pending: PendingSignIn) -> budgets.Attempt:
    """Takes a try of the flow and one of the person's, before anything is compared. Returns the person's.

    Raises flows.FlowEnded or StepUpLocked; what was taken before a refusal stays taken.
    """
    if not flows.take_try(pending):
        raise flows.FlowEnded
    return spend_try_of(pending.user_id)


def spend_try_of(user_id: int) -> budgets.Attempt:
    """Takes one of the person's tries, before anything is compared, and returns it. Raises StepUpLocked."""
    key = budgets.key_of(f"user:{user_id}")
    attempt = budgets.spend(budgets.Kind.STEP_UP, key)
    if attempt is None:
        raise StepUpLocked(budgets.opens_at(budgets.Kind.STEP_UP, key))
    return attempt


def refuse(pending: PendingSignIn, method: str) -> None:
    """Records a wrong answer and raises WrongCode, or flows.FlowEnded after the last try."""
    audit.record(Event.CODE_REFUSED, target=pending.user, method=method)
    left = flows.tries_left(pending)
    if left <= 0:
        flows.close(pending)
        raise flows.FlowEnded(_("Too many wrong codes. Sign in again and we send you a new one."))
    raise WrongCode(left)


def verify(pending: PendingSignIn, code: str) -> None:
    """Checks `code`, six digits, against the two newest codes of the flow and uses up the one that fits.

    Raises WrongCode, OldCode, StepUpLocked or flows.FlowEnded. Two right answers at once: both return, and
    `sign_in.finish` lets one through.
    """
    attempt = spend_tries(pending)
    newest = Code.objects.filter(challenge__pending=pending).exclude(code_hash="").order_by("-pk")[:LIVE_CODES]
    fitting = [row for row in newest if row.is_answered_by(code)]
    if not fitting:
        refuse(pending, Challenge.Channel.MAIL)
    budgets.refund(attempt)
    if fitting[0].expires_at <= timezone.now():
        raise OldCode
    Code.objects.filter(pk=fitting[0].pk, used_at__isnull=True).update(used_at=timezone.now())
