"""Codes: requested here, generated and sent by the worker, checked in one place."""

from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from accounts.actions import attempts, flows
from accounts.emails.contacts import ContactCode, PhoneChangeCode, PhoneCode
from accounts.emails.sign_in import CodesLockedEmail, ResetCode, SignInCode, SignInSms
from accounts.events import AccountEvent
from accounts.models.challenge import LIVE_CODES, Challenge, Code
from accounts.models.flow import Flow, fingerprint
from accounts.models.pending import Channel, PendingSignIn
from accounts.models.user import User
from merchant_portal import clock
from merchant_portal.audit import recording as audit
from merchant_portal.errors import Refused, TooManyTries
from merchant_portal.messaging import outbox as messaging
from merchant_portal.statements import Select, insert

COMPARED_CODES = 8  # of a flow at most: more are not sent within the lifetime of a code
FEW_ATTEMPTS = 2  # from here on the page says how many are left


NO_MATCH = _("This code isn't correct. Enter the code from the latest message.")
NO_MATCH_BY = {
    Channel.APP: _(
        "This code isn't correct. Wait for the next code and enter it. "
        "If that fails too, set the clock on your phone to automatic."
    ),
    Channel.RECOVERY: _("This code isn't correct. Enter one of the codes from your latest list."),
}


class WrongCode(Refused):
    """The code is another. `left` is the number of attempts that remain in this flow; `sentence` says what to do."""

    status = 200

    def __init__(self, left: int, sentence=NO_MATCH):
        self.left = left
        if left <= FEW_ATTEMPTS:
            remaining = ngettext_lazy("%(left)d attempt left.", "%(left)d attempts left.", left) % {"left": left}
            sentence = format_lazy("{} {}", sentence, remaining)
        super().__init__(sentence)


class ExpiredCode(Refused):
    """The code was right once, and is past its time."""

    status = 200
    sentence = _("This code has expired. Request a new one.")


class StepUpLocked(TooManyTries):
    """The person's codes were wrong too often this hour or day; `next_attempt_at` gives the next try."""

    sentence = _("Too many wrong codes. Try again later.")


SENT = (Challenge.Channel.SMS, Challenge.Channel.MAIL)  # channels that bring a code
MESSAGES = {
    (Challenge.Purpose.SIGN_IN, Challenge.Channel.MAIL): SignInCode,
    (Challenge.Purpose.SIGN_IN, Challenge.Channel.SMS): SignInSms,
    (Challenge.Purpose.RESET, Challenge.Channel.MAIL): ResetCode,
    (Challenge.Purpose.PHONE, Challenge.Channel.SMS): PhoneCode,
    (Challenge.Purpose.CONTACT, Challenge.Channel.SMS): PhoneChangeCode,
    (Challenge.Purpose.CONTACT, Challenge.Channel.MAIL): ContactCode,
}
WITHIN_A_SESSION = (Challenge.Purpose.PHONE, Challenge.Purpose.CONTACT)


def create_and_send(pending: PendingSignIn, channel: str) -> Code:
    """Requests a code for the person of `pending` over `channel`. Returns the row that the worker will complete.

    Raises flows.TooEarly when the hour's codes to that destination are used up.
    """
    destination = destination_of(pending.user, channel)
    with transaction.atomic():
        flows.consume_send_quota(attempts.Limit.SENDS_AFTER_PASSWORD, destination, consume=attempts.consume_within)
        challenge = Challenge(
            purpose=Challenge.Purpose.SIGN_IN,
            pending=pending,
            user=pending.user,
            channel=channel,
            destination=destination,
            expires_at=pending.expires_at,
        )
        return send(insert(challenge))


def destination_of(user: User, channel: str) -> str:
    """Returns where a code over `channel` goes: the phone or the address on file."""
    return user.phone if channel == Challenge.Channel.SMS else user.email


def send_again(pending: PendingSignIn, channel: str) -> Code:
    """Sends a new code over `channel`, the same or another. Raises flows.TooEarly or flows.FlowEnded."""
    flows.advance_resend(pending)  # the step is one request's alone: nobody else writes this challenge meanwhile
    audit.record(AccountEvent.CODE_SENT_AGAIN, target=pending.user, channel=channel)
    challenge = pending.challenges.filter(channel=channel).first()
    if challenge is None:
        return create_and_send(pending, channel)
    flows.consume_send_quota(attempts.Limit.SENDS_AFTER_PASSWORD, challenge.destination)
    with transaction.atomic():
        return send(challenge)


def next_send_at(pending: PendingSignIn) -> datetime:
    """Returns when the next code can be sent over the flow's channel: after the wait, and within the send quota."""
    if pending.channel not in SENT:
        return pending.resend_at
    key = attempts.limit_key(destination_of(pending.user, pending.channel))
    within_quota = attempts.next_attempt_at(attempts.Limit.SENDS_AFTER_PASSWORD, key)
    return max(pending.resend_at, within_quota or pending.resend_at)


def open_standalone(
    *, purpose: str, user: User | None, channel: str, destination: str, lasts: timedelta, **more
) -> Challenge:
    """Writes a challenge that is a flow of its own, in the caller's transaction; `send` sends its first code.

    Arguments: `more`, the browser's hash or the change that it belongs to. Returns the row.
    """
    mark = fingerprint(user or User())  # of nobody too, where it costs the same and is not kept
    challenge = Challenge(
        purpose=purpose,
        user=user,
        channel=channel,
        destination=destination,
        fingerprint=mark if user else "",
        expires_at=clock.now() + lasts,
        **more,
    )
    return insert(challenge)


def send(challenge: Challenge) -> Code:
    """Queues one more code of `challenge` in the caller's transaction. Returns the row that it will be written into."""
    code = insert(Code(challenge=challenge, expires_at=clock.now() + challenge.code_lifetime))
    messaging.send(MESSAGES[challenge.purpose, challenge.channel], code.pk)
    return code


def codes_of(flow: Flow):
    """Returns the codes that were sent in a flow, whatever the channel, newest first."""
    return _codes(type(flow), flow.pk)


def _codes(kind: type[Flow], pk):
    mine = "challenge__pending" if kind is PendingSignIn else "challenge"
    return Code.objects.filter(**{mine: pk}).select_related("challenge").order_by("-pk")


NEWEST = f"AND code_hash <> '' ORDER BY accounts_code.id DESC LIMIT {COMPARED_CODES}"
NEWEST_GENERATED = {
    PendingSignIn: Select(Code, f"WHERE pending_id = %s {NEWEST}", join="challenge"),
    Challenge: Select(Code, f"WHERE challenge_id = %s {NEWEST}", join="challenge"),
}


def consume_attempts(flow: Flow) -> attempts.Attempt:
    """Takes a try of the flow and one of the person's, before anything is compared. Returns the person's.

    Raises flows.FlowEnded or StepUpLocked; what was taken before a refusal stays taken.
    """
    if not flows.consume_attempt(flow):
        raise flows.FlowEnded
    return consume_attempt_of(flow.user_id)


def consume_attempt_of(user_id: int) -> attempts.Attempt:
    """Takes one of the person's attempts, before anything is compared, and returns it. Raises StepUpLocked."""
    key = step_up_key(user_id)
    attempt = attempts.consume(attempts.Limit.STEP_UP, key)
    if attempt is None:
        raise StepUpLocked(attempts.next_attempt_at(attempts.Limit.STEP_UP, key))
    return attempt


def step_up_key(user_id: int) -> str:
    """Returns what wrong codes of a person count on, over all channels and flows."""
    return attempts.limit_key(f"user:{user_id}")


def refuse_code(flow: Flow, method: str, sentence=None) -> None:
    """Records a wrong answer and raises WrongCode, or flows.FlowEnded after the flow's last try.

    Arguments: `sentence`, what to say instead of that the code does not match.

    In a reset nobody gave a password, and nobody may be there: what is recorded costs the same then.
    """
    if flow.purpose == Challenge.Purpose.RESET:
        audit.record(AccountEvent.RESET_CODE_REFUSED, target=flow.user)
    else:
        note_wrong_code(flow.user, method)
    left = flows.attempts_left(flow)
    if left <= 0:
        flows.close(flow)
        raise flows.FlowEnded(_("Too many wrong codes. Sign in again to get a new code."))
    raise WrongCode(left, sentence or NO_MATCH_BY.get(method, NO_MATCH))


def note_wrong_code(user: User, method: str) -> None:
    """Records a wrong answer of a person; the one that used up the hour or the day is reported by email, once."""
    key = step_up_key(user.pk)
    locked_until = attempts.next_attempt_at(attempts.Limit.STEP_UP, key)
    if locked_until is None:
        audit.record(AccountEvent.CODE_REFUSED, target=user, method=method)
        return
    audit.record(AccountEvent.CODES_LOCKED, target=user, until=locked_until.isoformat(), method=method)
    if attempts.consume(attempts.Limit.LOCK_NOTICES, key):
        messaging.send(CodesLockedEmail, user.pk)


def verify(pending: PendingSignIn, code: str) -> str:
    """Checks `code`, six digits, against the two newest codes of the flow and uses up the one that fits.

    Returns the channel it came by. Raises WrongCode, ExpiredCode, StepUpLocked or flows.FlowEnded. Two right answers at
    once: both return, and `sign_in.finish` lets one through.
    """
    attempt = consume_attempts(pending)
    fitting = _matching(pending, code)
    if fitting is None:
        refuse_code(pending, pending.channel)
    attempts.refund(attempt)
    _use(fitting)
    return fitting.challenge.channel


def verify_standalone(challenge: Challenge, code: str) -> bool:
    """Checks `code` against the two newest of a challenge that is a flow of its own, and closes it.

    Returns False for the loser of two right answers at once. Raises WrongCode, ExpiredCode or flows.FlowEnded; within a
    session, where wrong codes count for the person too, also StepUpLocked.
    """
    attempt = None
    if challenge.purpose in WITHIN_A_SESSION:
        attempt = consume_attempts(challenge)
    elif not flows.consume_attempt(challenge):
        raise flows.FlowEnded
    fitting = _matching(challenge, code)
    if fitting is None or challenge.user is None or not challenge.still_holds:
        refuse_code(challenge, challenge.channel)
    if attempt:
        attempts.refund(attempt)
    _use(fitting)
    return flows.close(challenge)


def _matching(flow: Flow, code: str) -> Code | None:
    """Returns the one of the live codes that `code` answers; all are compared.

    Live are the two newest that may have been delivered, and newer ones: their message may arrive before we know.
    """
    fitting, delivered = [], 0
    for row in NEWEST_GENERATED[type(flow)].all(flow.pk):
        if delivered < LIVE_CODES and row.is_answered_by(code):
            fitting.append(row)
        delivered += row.sent_at is not None
    return fitting[0] if fitting else None


def _use(code: Code) -> None:
    if code.expires_at <= clock.now():
        raise ExpiredCode
    with connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_code SET used_at = now() WHERE id = %s AND used_at IS NULL", [code.pk])
