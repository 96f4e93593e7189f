"""Writing a message down, and the sender that drains the outbox row by row.

One row a transaction, in SQL: `FOR UPDATE SKIP LOCKED LIMIT 1`, send, one UPDATE, commit. A worker that is
killed loses its lock with its connection, and the row is sent by another. The one window in which a message can
go out twice lies between the carrier's yes (the mail server's 250, the gateway's 2xx) and our commit; a code is
then drawn anew into the same row.
"""

import logging
import smtplib
import time
from datetime import timedelta
from typing import NamedTuple

from django.core.mail import get_connection
from django.db import connection, transaction

from merchant_portal import background
from merchant_portal.messaging import caps, gateways, kinds, mail, sms
from merchant_portal.messaging.models import Message
from merchant_portal.prepared import insert

logger = logging.getLogger(__name__)

# Seconds until the next try after each refusal; after the last one the message has failed (about 15 hours).
BACK_OFF = (5, 30, 120, 600, 1800, 7200, 21600, 21600)
STALE_SECONDS = 20  # a kept connection older than this is opened anew: servers hang up on idle ones
REST = timedelta(seconds=15)  # of a carrier that did not answer in time, so that the other one's messages go on

TAKE = """
    SELECT id, kind, reference, attempts FROM messaging_message
    WHERE status = 'waiting' AND due_at <= clock_timestamp()
    ORDER BY due_at, id LIMIT 1 FOR UPDATE SKIP LOCKED
"""
NOTE = """
    UPDATE messaging_message
    SET status = %s, attempts = attempts + 1, answer = %s,
        sent_at = CASE WHEN %s = 'sent' THEN clock_timestamp() END,
        due_at = CASE WHEN %s = 'waiting' THEN clock_timestamp() + %s ELSE due_at END
    WHERE id = %s
"""
PUT_OFF = """
    UPDATE messaging_message SET due_at = clock_timestamp() + %s WHERE id IN (
        SELECT id FROM messaging_message
        WHERE status = 'waiting' AND due_at <= clock_timestamp() AND kind = ANY(%s) FOR UPDATE SKIP LOCKED)
"""


def send(kind: type[kinds.Kind], reference) -> Message:
    """Writes one message of `kind` about the row `reference` in the caller's transaction; it leaves after commit."""
    message = insert(Message(kind=kind.name, reference=str(reference)))
    background.wake("messaging.drain")
    return message


class Carrier:
    """One kept connection to the mail server, opened anew when it is stale or broken."""

    def __init__(self):
        self.connection = None
        self.used_at = 0.0

    def hand_over(self, letter) -> None:
        """Gives `letter` to the mail server. Raises what the server or the network answers."""
        if self.connection is None or time.monotonic() - self.used_at > STALE_SECONDS:
            self.close()
            self.connection = get_connection()
            self.connection.open()
        letter.connection = self.connection
        try:
            letter.send()
        except Exception:
            self.close()
            raise
        self.used_at = time.monotonic()

    def close(self) -> None:
        """Hangs up; whatever the server says to that does not matter."""
        if self.connection is not None:
            try:
                self.connection.close()
            except (smtplib.SMTPException, OSError):
                logger.debug("the mail server was gone before we hung up")
            self.connection = None


carrier = Carrier()  # one a worker process


class Outcome(NamedTuple):
    """What one try came to: the status, the carrier's answer, and whether it took too long to answer."""

    status: str
    answer: str = ""
    was_late: bool = False


def send_next() -> bool:
    """Sends the message that is due first and notes the outcome. Returns False when none is due."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(TAKE)
        row = cursor.fetchone()
        if row is None:
            return False
        pk, kind, reference, attempts = row
        status, answer, was_late = _try(kind, reference)
        wait = timedelta(0)
        if status == Message.Status.WAITING:
            if attempts >= len(BACK_OFF):
                status = Message.Status.FAILED
            else:
                wait = timedelta(seconds=BACK_OFF[attempts])
        cursor.execute(NOTE, [status, answer, status, status, wait, pk])
        if was_late:
            cursor.execute(PUT_OFF, [REST, kinds.carried_like(kind)])
    return True


def _try(kind: str, reference: str) -> Outcome:
    """Returns what one try came to."""
    try:
        with transaction.atomic():  # what the kind draws, and what is counted, is undone when it does not leave
            message = kinds.find(kind).load(reference)
            if message is None:
                return Outcome(Message.Status.DROPPED)
            return Outcome(Message.Status.SENT, _hand_over(message))
    except (sms.NotAllowed, caps.CapReached) as error:
        logger.warning("text message must not leave", extra={"kind": kind, "answer": str(error)})
        return Outcome(Message.Status.FAILED, str(error))
    except (smtplib.SMTPException, gateways.NotTaken, OSError) as error:
        answer = _plain(error)
        logger.warning("message not taken", extra={"kind": kind, "answer": answer})
        return Outcome(Message.Status.WAITING, answer, was_late=isinstance(error, TimeoutError))
    except Exception as error:  # a fault of ours: keep the row, say so, and let the others through
        logger.exception("message cannot be made", extra={"kind": kind})
        return Outcome(Message.Status.WAITING, type(error).__name__)


def _hand_over(message: kinds.Kind) -> str:
    """Gives `message` to the carrier of its channel. Returns what that answered."""
    if isinstance(message, kinds.Sms):
        return sms.hand_over(message)
    carrier.hand_over(mail.compose(message))
    return "250"


def _plain(error: Exception) -> str:
    """Returns what the carrier answered, without the recipient's address."""
    if isinstance(error, gateways.NotTaken):
        return str(error)
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = {code for code, _ in error.recipients.values()}
        return f"recipient refused: {', '.join(str(code) for code in sorted(codes))}"
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{type(error).__name__}: {error.smtp_code}"
    return type(error).__name__


def drain(seconds: float = 30) -> int:
    """Sends what is due until nothing is left or `seconds` have passed. Returns the number of rows handled."""
    ends, handled = time.monotonic() + seconds, 0
    while time.monotonic() < ends and send_next():
        handled += 1
    return handled


def wake_again() -> int:
    """Makes every waiting and failed message due now and wakes the sender. Returns how many there are."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE messaging_message SET status = 'waiting', attempts = 0, due_at = clock_timestamp() "
            "WHERE status IN ('waiting', 'failed')"
        )
        background.wake("messaging.drain")
        return cursor.rowcount
