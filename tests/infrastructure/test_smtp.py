"""Handing mail to servers that refuse, are silent or hang up, each over a real socket."""

import pytest
from django.core.mail import EmailMultiAlternatives

from merchant_portal.messaging.failures import (
    OutcomeUnknown,
    PermanentlyRefused,
    TemporarilyRefused,
    TransportUnavailable,
)
from merchant_portal.messaging.smtp import MailTransport
from tests.smtp_script import HANG_UP, SILENT, ScriptedServer

OLIVE = "olive@fernhill.example"
FAILURES = [
    ({"GREETING": SILENT}, TransportUnavailable, "no answer in time"),
    ({"GREETING": HANG_UP}, TransportUnavailable, "SMTPServerDisconnected"),
    ({"GREETING": "421 too busy"}, TransportUnavailable, "SMTPConnectError: 421"),
    ({"EHLO": SILENT}, TransportUnavailable, "no answer in time"),
    ({"MAIL": SILENT}, TransportUnavailable, "no answer in time"),
    ({"MAIL": HANG_UP}, TransportUnavailable, "SMTPServerDisconnected"),
    ({"MAIL": "530 sign in first"}, TransportUnavailable, "sender refused: 530"),
    ({"MAIL": "421 closing"}, TransportUnavailable, "closing: 421"),
    ({"RCPT": SILENT}, TransportUnavailable, "no answer in time"),
    ({"RCPT": f"550 no such user {OLIVE}"}, PermanentlyRefused, "recipient refused: 550"),
    ({"RCPT": "451 greylisted"}, TemporarilyRefused, "recipient refused: 451"),
    ({"RCPT": "421 closing"}, TransportUnavailable, "closing: 421"),
    ({"DATA": "451 try later"}, TemporarilyRefused, "message refused: 451"),
    ({"DATA": "554 no"}, PermanentlyRefused, "message refused: 554"),
    ({"END": "452 no room"}, TemporarilyRefused, "message refused: 452"),
    ({"END": f"550 {OLIVE} wants no mail"}, PermanentlyRefused, "message refused: 550"),
    ({"END": "421 closing"}, TransportUnavailable, "closing: 421"),
    ({"END": SILENT}, OutcomeUnknown, "no answer in time"),
    ({"END": HANG_UP}, OutcomeUnknown, "SMTPServerDisconnected"),
]


@pytest.fixture
def transport():
    transport = MailTransport()
    yield transport
    transport.close()


def email():
    return EmailMultiAlternatives("Hello", "One line\n.\nanother", '"Portal" <portal@portal.example>', [OLIVE])


@pytest.mark.parametrize("behaviour, failure, answer", FAILURES, ids=lambda value: str(value)[:40])
def test_each_failure_says_what_may_still_come_of_the_message(use, behaviour, failure, answer):
    with ScriptedServer(**behaviour) as server:
        use(server)
        with pytest.raises(failure) as raised:
            MailTransport().hand_over(email())
    assert raised.value.answer == answer
    assert bool(server.emails) == ("END" in behaviour)


def test_a_server_that_is_not_there_is_unavailable(use):
    with ScriptedServer() as server:
        use(server)
    with pytest.raises(TransportUnavailable, match="^ConnectionRefusedError$"):
        MailTransport().hand_over(email())


def test_one_connection_serves_many_emails(use, transport):
    with ScriptedServer() as server:
        use(server)
        assert [transport.hand_over(email()) for _ in range(3)] == ["250"] * 3
    assert (len(server.emails), server.connections) == (3, 1)
    assert b"\r\n..\r\n" in server.emails[0]


@pytest.mark.parametrize("end", ["the server closed it", "the server says that it closes"])
def test_a_kept_connection_that_was_closed_is_opened_again_within_the_attempt(use, transport, end):
    with ScriptedServer() as server:
        use(server)
        transport.hand_over(email())
        if end == "the server closed it":
            server.hang_up()
        else:
            server.behaviour["RSET"] = "250 ok"
            once(server, "MAIL", "421 idle for too long")
        assert transport.hand_over(email()) == "250"
    assert (len(server.emails), server.connections) == (2, 2)


def test_a_kept_connection_that_is_silent_is_not_waited_for_twice(use, transport):
    with ScriptedServer() as server:
        use(server)
        transport.hand_over(email())
        server.behaviour["MAIL"] = SILENT
        with pytest.raises(TransportUnavailable, match="^no answer in time$"):
            transport.hand_over(email())
    assert server.connections == 1


def once(server, verb: str, answer: str) -> None:
    """Has the server answer `answer` to the next `verb` only."""

    class Once(dict):
        def get(self, key, default=None):
            return self.pop(key, default)

    server.behaviour = Once({verb: answer})
