"""Writing a message down, and the sender that drains the outbox row by row.

One row at a time, in SQL: `FOR UPDATE SKIP LOCKED LIMIT 1`, hand over, one UPDATE, commit. A worker that is killed
loses its lock with its connection, and the row is sent by another. A message that carries a secret takes two
transactions: in the first, short one the secret is generated and its hash committed; then the row is locked again
and handed over. So whatever is delivered works at once, and a further attempt sends the same secret. The one window
in which a message can go out twice is between the server's acceptance (250 by mail, 2xx by the gateway) and our
commit.
"""

import logging
import time
from datetime import timedelta
from typing import NamedTuple

from django.db import connection, transaction

from merchant_portal import background, crypto
from merchant_portal.messaging import caps, mail, message_types, sms
from merchant_portal.messaging.failures import DeliveryFailed
from merchant_portal.messaging.models import Message
from merchant_portal.messaging.smtp import MailTransport

logger = logging.getLogger(__name__)

TASKS = {Message.Channel.MAIL: "messaging.send_mail", Message.Channel.SMS: "messaging.send_texts"}

# Seconds until the next attempt after each refusal; after the last one the message has failed (about 15 hours).
BACK_OFF = (5, 30, 120, 600, 1800, 7200, 21600, 21600)
# Seconds for which a server that does not answer is left alone, by the number of failures in a row.
RESTS = (5, 15, 30, 60)

_COLUMNS = "id, kind, reference, attempts, secret"
CLAIM = f"""
    SELECT {_COLUMNS} FROM messaging_message
    WHERE channel = %(channel)s AND status = 'waiting' AND due_at <= clock_timestamp()
      AND NOT EXISTS (SELECT FROM messaging_transport
                      WHERE channel = %(channel)s AND resting_until > clock_timestamp())
    ORDER BY due_at, id LIMIT 1 FOR UPDATE SKIP LOCKED
"""  # noqa: S608 - built of constants
CLAIM_AGAIN = f"""
    SELECT {_COLUMNS} FROM messaging_message
    WHERE id = %s AND status = 'waiting' AND due_at <= clock_timestamp() FOR UPDATE SKIP LOCKED
"""  # noqa: S608 - built of constants
NOTE = """
    UPDATE messaging_message
    SET status = %(status)s, attempts = attempts + 1, answer = %(answer)s,
        sent_at = CASE WHEN %(status)s = 'sent' THEN clock_timestamp() END,
        due_at = CASE WHEN %(status)s = 'waiting' THEN clock_timestamp() + %(wait)s ELSE due_at END,
        secret = CASE WHEN %(status)s = 'waiting' THEN secret END
    WHERE id = %(id)s
"""
KEEP_SECRET = "UPDATE messaging_message SET secret = %s WHERE id = %s"  # noqa: S105
REST = """
    INSERT INTO messaging_transport AS t (channel, failures, resting_until)
    VALUES (%(channel)s, 1, clock_timestamp() + (%(rests)s)[1])
    ON CONFLICT (channel) DO UPDATE SET failures = t.failures + 1,
        resting_until = clock_timestamp() + (%(rests)s)[least(t.failures + 1, cardinality(%(rests)s))]
"""
ANSWERED = "UPDATE messaging_transport SET failures = 0, resting_until = NULL WHERE channel = %s AND failures > 0"

mail_transport = MailTransport()  # one a worker process
_may_be_resting = set(Message.Channel)  # channels whose server this process has not seen answer since its last failure


def send(kind: type[message_types.MessageType], reference) -> Message:
    """Writes one message of `kind` about the row `reference` in the caller's transaction; it leaves after commit."""
    message = Message.objects.create(kind=kind.name, channel=kind.channel, reference=str(reference))
    background.wake(TASKS[kind.channel])
    return message


class ClaimedMessage(NamedTuple):
    """A row of the outbox, locked by this transaction."""

    pk: int
    kind: str
    reference: str
    attempts: int
    secret: bytes | None

    @property
    def type(self) -> type[message_types.MessageType]:
        return message_types.find(self.kind)

    @property
    def bound_to(self) -> str:
        """Returns what the secret is encrypted for: this row alone."""
        return f"message:{self.pk}"


class SendResult(NamedTuple):
    """What one attempt came to: the status, the answer, and whether the server is to be left alone."""

    status: str
    answer: str = ""
    silences_transport: bool = False


def send_next(channel: str) -> bool:
    """Sends the message of `channel` that is due first and notes the outcome.

    Returns False when none is due, or the channel's server is left alone for a while.
    """
    with transaction.atomic():
        row = _claim(CLAIM, {"channel": channel})
        if row is None:
            return False
        if row.secret is not None or not _needs_secret(row):
            _deliver(row, channel)
            return True
        _generate_secret(row)
    with transaction.atomic():
        row = _claim(CLAIM_AGAIN, [row.pk])
        if row is not None:
            _deliver(row, channel)
    return True


def _claim(sql: str, values) -> ClaimedMessage | None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        row = cursor.fetchone()
    return ClaimedMessage(*row) if row else None


def _run(sql: str, values) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def _needs_secret(row: ClaimedMessage) -> bool:
    try:
        return issubclass(row.type, message_types.WithSecret)
    except KeyError:  # a kind of an older or newer release: the attempt says so
        return False


def _generate_secret(row: ClaimedMessage) -> None:
    """Has the secret of a message generated and keeps it, encrypted for this row."""
    try:
        with transaction.atomic():
            secret = row.type.generate(row.reference)
            _run(KEEP_SECRET, [crypto.encrypt(secret.encode(), bound_to=row.bound_to), row.pk])
    except Exception as error:  # a fault of ours: keep the row, say so, and let the others through
        logger.exception("message cannot be made", extra={"kind": row.kind})
        _note(row, SendResult(Message.Status.WAITING, type(error).__name__))


def _deliver(row: ClaimedMessage, channel: str) -> None:
    """Makes one attempt and notes what it came to."""
    outcome = _attempt(row)
    _note(row, outcome)
    if outcome.silences_transport:
        _run(REST, {"channel": channel, "rests": [timedelta(seconds=seconds) for seconds in RESTS]})
        _may_be_resting.add(channel)
    elif outcome.status == Message.Status.SENT and channel in _may_be_resting:
        _run(ANSWERED, [channel])
        _may_be_resting.discard(channel)


def _note(row: ClaimedMessage, outcome: SendResult) -> None:
    status, wait = outcome.status, timedelta(0)
    if status == Message.Status.WAITING:
        if row.attempts >= len(BACK_OFF):
            status = Message.Status.FAILED
        else:
            wait = timedelta(seconds=BACK_OFF[row.attempts])
    _run(NOTE, {"id": row.pk, "status": status, "answer": outcome.answer, "wait": wait})


def _attempt(row: ClaimedMessage) -> SendResult:
    """Returns what one attempt came to."""
    try:
        with transaction.atomic():  # what is counted is undone when it certainly did not leave
            return _load_and_hand_over(row)
    except (sms.NotAllowed, caps.CapReached) as error:
        logger.warning("text message must not leave", extra={"kind": row.kind, "answer": str(error)})
        return SendResult(Message.Status.FAILED, str(error))
    except DeliveryFailed as failed:
        logger.warning("message not taken", extra={"kind": row.kind, "answer": failed.answer})
        status = Message.Status.FAILED if failed.is_final else Message.Status.WAITING
        return SendResult(status, failed.answer, silences_transport=failed.silences_transport)
    except (message_types.SecretOutdated, crypto.CannotDecrypt) as error:
        logger.warning("message needs another secret", extra={"kind": row.kind})
        _run(KEEP_SECRET, [None, row.pk])
        return SendResult(Message.Status.WAITING, type(error).__name__)
    except Exception as error:  # a fault of ours: keep the row, say so, and let the others through
        logger.exception("message cannot be made", extra={"kind": row.kind})
        return SendResult(Message.Status.WAITING, type(error).__name__)


def _load_and_hand_over(row: ClaimedMessage) -> SendResult:
    if row.secret is None:
        message = row.type.load(row.reference)
    else:
        secret = crypto.decrypt(row.secret, bound_to=row.bound_to).decode()
        message = row.type.load(row.reference, secret)
    if message is None:
        return SendResult(Message.Status.DROPPED)
    try:
        outcome = SendResult(Message.Status.SENT, _hand_over(message))
    except DeliveryFailed as failed:
        if not failed.may_have_arrived:
            raise
        logger.warning("message may have been taken", extra={"kind": row.kind, "answer": failed.answer})
        outcome = SendResult(Message.Status.WAITING, failed.answer, silences_transport=True)
    if row.secret is not None:
        row.type.note_delivery(row.reference, secret)
    return outcome


def _hand_over(message: message_types.MessageType) -> str:
    """Gives `message` to the gateway or mail server. Returns its answer. Raises DeliveryFailed."""
    if isinstance(message, message_types.TextMessage):
        return sms.hand_over(message)
    return mail_transport.hand_over(mail.compose(message))


def drain(*channels: str, seconds: float = 30) -> int:
    """Sends what is due over `channels`, or over all, until nothing is left or `seconds` have passed.

    Returns the number of rows handled.
    """
    ends, handled = time.monotonic() + seconds, 0
    for channel in channels or Message.Channel.values:
        while time.monotonic() < ends and send_next(channel):
            handled += 1
    return handled


def wake_again() -> int:
    """Makes every waiting and failed message due now and wakes the senders. Returns how many there are."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE messaging_message SET status = 'waiting', attempts = 0, due_at = clock_timestamp() "
            "WHERE status IN ('waiting', 'failed')"
        )
        count = cursor.rowcount
        cursor.execute("UPDATE messaging_transport SET resting_until = NULL")
    for task in TASKS.values():
        background.wake(task)
    return count
