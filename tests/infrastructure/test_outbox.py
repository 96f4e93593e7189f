from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from accounts.emails.sign_in import PasswordChanged
from merchant_portal.messaging import outbox
from merchant_portal.messaging.failures import (
    OutcomeUnknown,
    PermanentlyRefused,
    TemporarilyRefused,
    TransportUnavailable,
)
from merchant_portal.messaging.models import Message, Transport

REFUSALS = [
    TemporarilyRefused("message refused: 451"),
    TransportUnavailable("ConnectionRefusedError"),
    OutcomeUnknown("no answer in time"),
]


@pytest.fixture
def message(olive):
    outbox.drain()
    mail.outbox.clear()
    return outbox.send(PasswordChanged, olive.pk)


@pytest.fixture
def refuse(monkeypatch):
    """Makes the mail server answer with an error until told otherwise."""

    def with_error(error):
        def hand_over(email):
            raise error

        monkeypatch.setattr(outbox.mail_transport, "hand_over", hand_over)

    return with_error


def due_now():
    Message.objects.update(due_at=timezone.now() - timedelta(seconds=1))
    Transport.objects.update(resting_until=None)


def test_it_is_written_with_ids_only(message, olive):
    row = Message.objects.get(pk=message.pk)
    assert (row.kind, row.reference, row.status) == ("accounts/password-changed", str(olive.pk), "waiting")


def test_it_is_sent_once(message):
    assert outbox.drain() == 1
    assert outbox.drain() == 0
    row = Message.objects.get(pk=message.pk)
    assert (row.status, row.attempts, row.answer) == ("sent", 1, "250") and row.sent_at
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("failure", REFUSALS, ids=str)
def test_what_may_succeed_later_is_noted_and_tried_again(message, refuse, monkeypatch, failure):
    refuse(failure)
    outbox.drain()
    row = Message.objects.get(pk=message.pk)
    assert (row.status, row.attempts, row.answer) == ("waiting", 1, failure.answer)
    assert timezone.now() < row.due_at < timezone.now() + timedelta(seconds=6)
    monkeypatch.undo()
    due_now()
    outbox.drain()
    assert Message.objects.get(pk=message.pk).status == "sent"


def test_what_never_will_be_taken_has_failed_at_once(message, refuse):
    refuse(PermanentlyRefused("recipient refused: 550"))
    outbox.drain()
    row = Message.objects.get(pk=message.pk)
    assert (row.status, row.attempts, row.answer) == ("failed", 1, "recipient refused: 550")


def test_each_wait_is_longer_and_the_last_try_fails_it(message, refuse):
    refuse(TemporarilyRefused("message refused: 451"))
    for wait in outbox.BACK_OFF:
        due_now()
        outbox.drain()
        row = Message.objects.get(pk=message.pk)
        left = (row.due_at - timezone.now()).total_seconds()
        assert row.status == "waiting" and wait - 2 < left <= wait
    due_now()
    outbox.drain()
    assert Message.objects.get(pk=message.pk).status == "failed"


def test_a_fault_of_ours_holds_up_no_other_message(message, olive, monkeypatch):
    other = outbox.send(PasswordChanged, olive.pk)
    real = PasswordChanged.load
    calls = []

    def load(reference):
        calls.append(reference)
        if len(calls) == 1:
            raise ZeroDivisionError
        return real(reference)

    monkeypatch.setattr(PasswordChanged, "load", load)
    outbox.drain()
    assert Message.objects.get(pk=message.pk).answer == "ZeroDivisionError"
    assert Message.objects.get(pk=other.pk).status == "sent"


def test_what_has_no_point_any_more_is_dropped(olive):
    message = outbox.send(PasswordChanged, olive.pk + 1)
    outbox.drain()
    assert Message.objects.get(pk=message.pk).status == "dropped"


def test_the_command_makes_failed_messages_due_again(message, refuse, monkeypatch, capsys):
    Message.objects.filter(pk=message.pk).update(status="failed", attempts=9)
    call_command("resend_messages")
    assert "1 message(s)" in capsys.readouterr().out
    outbox.drain()
    assert Message.objects.get(pk=message.pk).status == "sent"


def test_a_message_that_is_not_due_waits(message):
    Message.objects.update(due_at=timezone.now() + timedelta(minutes=1))
    assert outbox.drain() == 0


def test_a_rolled_back_business_sends_nothing(olive, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        outbox.send(PasswordChanged, olive.pk)
    assert len(callbacks) == 1  # the worker is woken after commit, not before
