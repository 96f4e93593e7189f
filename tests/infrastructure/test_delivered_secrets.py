"""The secret of a message is kept for its further attempts: encrypted, and not a moment longer."""

import pytest

from merchant_portal.messaging import outbox
from merchant_portal.messaging.models import Message
from tests.infrastructure.delivering import CODE_KIND, attempt_again, emails, give

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_secret_is_kept_encrypted_and_only_until_the_outcome(mail_server, signing_in):
    mail_server.refuse("451 try later")
    outbox.drain()
    kept = bytes(Message.objects.get(kind=CODE_KIND).secret)
    mail_server.accept()
    assert attempt_again().secret is None
    assert emails(mail_server)[0].code.encode() not in kept


def test_a_key_that_is_gone_costs_one_more_attempt_and_no_message(mail_server, signing_in, settings):
    mail_server.refuse("451 try later")
    outbox.drain()
    settings.FIELD_KEYS = [b"another key of thirty-two bytes."]
    mail_server.accept()
    assert attempt_again().answer == "CannotDecrypt"
    assert attempt_again().status == "sent"
    assert give(signing_in, emails(mail_server)[0].code) == 302


def test_a_newer_key_before_the_old_one_costs_nothing(mail_server, signing_in, settings):
    mail_server.refuse("451 try later")
    outbox.drain()
    settings.FIELD_KEYS = [b"another key of thirty-two bytes.", *settings.FIELD_KEYS]
    mail_server.accept()
    assert attempt_again().status == "sent"
    assert give(signing_in, emails(mail_server)[0].code) == 302
