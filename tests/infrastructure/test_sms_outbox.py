"""Text messages in the outbox: tried again like mail, each time with the same code, and holding up nobody."""

import logging
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from accounts.emails.sign_in import PasswordChanged, SignInSms
from accounts.models import Code, PendingSignIn
from merchant_portal.messaging import gateways, outbox
from merchant_portal.messaging.models import Message, SmsDay, Transport
from tests.accounts.test_sign_in_begin import sign_in
from tests.factories import HONG_KONG


@pytest.fixture
def asked(client, olive_with_phone, gateway):
    """Olive gave her password; the text message with her code waits."""
    outbox.drain()
    mail.outbox.clear()
    sign_in(client)
    return Message.objects.get(kind=SignInSms.name)


def due_now():
    Message.objects.update(due_at=timezone.now() - timedelta(seconds=1))


def drained(message) -> Message:
    due_now()
    outbox.drain()
    return Message.objects.get(pk=message.pk)


def test_the_outbox_hands_it_to_the_gateway_and_not_to_the_mail_server(asked, gateway):
    row = drained(asked)
    assert (row.status, row.answer, row.attempts) == ("sent", "HTTP 200", 1) and row.sent_at
    assert [message["to"] for message in gateway.messages] == [HONG_KONG]
    assert mail.outbox == []
    assert drained(asked).attempts == 1 and len(gateway.messages) == 1


@pytest.mark.parametrize("status", [302, 400, 500])
def test_a_refusal_is_tried_again_with_the_same_code_and_not_counted(asked, gateway, status):
    gateway.status = status
    row = drained(asked)
    assert (row.status, row.attempts, row.answer) == ("waiting", 1, f"HTTP {status}")
    assert timezone.now() < row.due_at < timezone.now() + timedelta(seconds=6)
    code = Code.objects.get()
    assert code.code_hash and code.sent_at is None and not SmsDay.objects.exists()
    gateway.status = 200
    assert drained(asked).status == "sent"
    sent = Code.objects.get()
    assert sent.is_answered_by(gateway.messages[0]["params"]["code"])
    assert sent.code_hash == code.code_hash and sent.sent_at
    assert SmsDay.objects.get(prefix="").taken == 1


def test_each_wait_is_longer_and_the_last_try_fails_it(asked, gateway):
    PendingSignIn.objects.update(expires_at=timezone.now() + timedelta(days=1))
    gateway.status = 503
    for wait in outbox.BACK_OFF:
        Code.objects.update(expires_at=timezone.now() + timedelta(days=1))
        left = (drained(asked).due_at - timezone.now()).total_seconds()
        assert wait - 2 < left <= wait
    assert drained(asked).status == "failed"
    assert len(gateway.asked) == len(outbox.BACK_OFF) + 1


def test_what_the_gateway_took_before_we_could_note_it_is_sent_twice_with_the_same_code(asked, gateway, monkeypatch):
    """The one named window: the gateway's yes is lost with the worker. What it delivered works all the same."""
    real = gateways.HttpGateway.take

    def take_and_die(self, message):
        real(self, message)
        raise KeyboardInterrupt

    monkeypatch.setattr(gateways.HttpGateway, "take", take_and_die)
    with pytest.raises(KeyboardInterrupt):
        drained(asked)
    monkeypatch.undo()
    assert Message.objects.get(pk=asked.pk).status == "waiting"
    delivered = gateway.messages[0]["params"]["code"]
    assert Code.objects.get().is_answered_by(delivered)
    assert drained(asked).status == "sent"
    assert gateway.messages[1]["params"]["code"] == delivered


def test_a_code_for_a_finished_sign_in_is_dropped(asked, gateway):
    PendingSignIn.objects.update(closed_at=timezone.now())
    assert drained(asked).status == "dropped"
    assert gateway.asked == [] and not SmsDay.objects.exists()


def test_a_gateway_that_does_not_answer_is_asked_once_and_the_mails_go_on(asked, olive, gateway, settings):
    settings.SMS_TIMEOUT_SECONDS = 0.2
    gateway.delay = 0.6
    others = [outbox.send(SignInSms, asked.reference) for _ in range(3)]
    outbox.send(PasswordChanged, olive.pk)
    assert drained(asked).answer == "no answer in time"
    assert len(gateway.asked) == 1 and len(mail.outbox) == 1
    for row in Message.objects.filter(pk__in=[other.pk for other in others]):
        assert (row.status, row.attempts) == ("waiting", 0)
    rest = Transport.objects.get(channel="sms")
    assert timezone.now() < rest.resting_until < timezone.now() + timedelta(seconds=outbox.RESTS[0])
    gateway.delay = 0
    assert drained(others[0]).attempts == 0  # it is still left alone
    Transport.objects.update(resting_until=timezone.now())
    assert drained(others[0]).status == "sent"
    assert Transport.objects.get(channel="sms").failures == 0


def test_neither_row_nor_log_nor_answer_holds_code_or_number(asked, gateway, caplog):
    caplog.set_level(logging.DEBUG)
    shown = []
    for status in (500, 200):
        gateway.status = status
        row = drained(asked)
        shown += [row.kind, row.reference, row.answer]
    code = gateway.messages[0]["params"]["code"]
    assert "message not taken" in caplog.text
    for secret in (code, HONG_KONG, HONG_KONG[1:]):
        assert secret not in caplog.text and secret not in " ".join(shown)
