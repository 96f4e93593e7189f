"""Handing mail to the mail server over one kept connection, and knowing how far a message came when that fails."""

import logging
import smtplib
import time
from email.utils import parseaddr

from django.core.mail import get_connection
from django.core.mail.backends.smtp import EmailBackend

from merchant_portal.messaging.failures import (
    DeliveryFailed,
    OutcomeUnknown,
    PermanentlyRefused,
    TemporarilyRefused,
    TransportUnavailable,
)

logger = logging.getLogger(__name__)

STALE_SECONDS = 20  # a kept connection idle for longer is opened anew: servers hang up on idle ones
CLOSING = 421  # RFC 5321, 4.2.3: the server is closing the connection, whatever the command was


class MailTransport:
    """One kept connection to the mail server. A process has one."""

    def __init__(self):
        self.backend = None
        self.used_at = 0.0

    def hand_over(self, letter) -> str:
        """Gives `letter` to the mail server and returns its answer. Raises DeliveryFailed.

        A kept connection that the server has closed meanwhile is opened again at once, within this attempt.
        """
        is_kept = self.backend is not None and time.monotonic() - self.used_at <= STALE_SECONDS
        if not is_kept:
            self._open()
        try:
            answer = self._deliver(letter, is_kept=is_kept)
        except DeliveryFailed:
            self.close()
            raise
        self.used_at = time.monotonic()
        return answer

    def _deliver(self, letter, *, is_kept: bool) -> str:
        if not isinstance(self.backend, EmailBackend):  # the local mailbox, or the one of Django's test client
            self.backend.send_messages([letter])
            return "250"
        try:
            _give_envelope(self.backend.connection, letter)
        except _Closed as closed:
            if closed.was_silent or not is_kept:
                raise TransportUnavailable(closed.answer) from closed
            self._open()
            return self._deliver(letter, is_kept=False)
        return _give_data(self.backend.connection, letter)

    def _open(self) -> None:
        self.close()
        self.backend = get_connection()
        try:
            self.backend.open()
        except (smtplib.SMTPException, OSError) as error:
            self.close()
            raise TransportUnavailable(_named(error)) from error

    def close(self) -> None:
        """Hangs up; whatever the server says to that does not matter."""
        backend, self.backend = self.backend, None
        if backend is not None:
            try:
                backend.close()
            except (smtplib.SMTPException, OSError):
                logger.debug("the mail server was gone before we hung up")


class _Closed(Exception):
    """The connection ended before the message itself was sent. `was_silent`: by our time-out."""

    def __init__(self, answer: str, *, was_silent: bool = False):
        self.answer, self.was_silent = answer, was_silent
        super().__init__(answer)


def _give_envelope(server: smtplib.SMTP, letter) -> None:
    """Names sender and recipient. Raises _Closed or DeliveryFailed; nothing was delivered then."""
    try:
        server.ehlo_or_helo_if_needed()
        code, _reply = server.mail(parseaddr(letter.from_email)[1])
        if code == CLOSING:
            raise _Closed(f"closing: {code}")
        if code != 250:
            raise TransportUnavailable(f"sender refused: {code}")
        code, _reply = server.rcpt(letter.to[0])
    except (smtplib.SMTPServerDisconnected, OSError) as error:
        raise _Closed(_named(error), was_silent=_timed_out(error)) from error
    except smtplib.SMTPException as error:
        raise TransportUnavailable(_named(error)) from error
    if code == CLOSING:
        raise _Closed(f"closing: {code}")
    if code not in (250, 251):
        raise _refusal(f"recipient refused: {code}", code)


def _give_data(server: smtplib.SMTP, letter) -> str:
    """Sends the message itself and returns the answer. Raises DeliveryFailed."""
    try:
        code, _reply = server.data(letter.message().as_bytes(linesep="\r\n"))
    except smtplib.SMTPDataError as error:  # refused before anything of it was sent
        code = error.smtp_code
    except (smtplib.SMTPException, OSError) as error:
        raise OutcomeUnknown(_named(error)) from error
    if code == CLOSING:
        raise TransportUnavailable(f"closing: {code}")
    if code != 250:
        raise _refusal(f"message refused: {code}", code)
    return str(code)


def _refusal(answer: str, code: int) -> DeliveryFailed:
    return PermanentlyRefused(answer) if code >= 500 else TemporarilyRefused(answer)


def _timed_out(error: Exception) -> bool:
    """Returns whether our time-out ended the connection; smtplib calls that a disconnection by the server."""
    return isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError)


def _named(error: Exception) -> str:
    """Returns what happened, without the server's words, which may repeat an address."""
    if _timed_out(error):
        return "no answer in time"
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{type(error).__name__}: {error.smtp_code}"
    return type(error).__name__
