"""A code or link in a delivered message works, whenever and however the mail server answers."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import Code, PendingSignIn, SingleUseLink, User
from merchant_portal.messaging import outbox
from merchant_portal.messaging.models import Message, Transport
from tests.accounts.test_sign_in_begin import ADDRESS, sign_in
from tests.factories import confirmed_owner, register_form
from tests.mailbox import Delivered
from tests.pages import PageCheckingClient
from tests.worker import wait_for

pytestmark = pytest.mark.django_db(transaction=True)
CODE_KIND = "accounts/sign-in-code"


@pytest.fixture
def server(sink, settings):
    """A mail server that mail really goes to."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.port
    outbox.mail_transport.close()  # what earlier tests left open leads elsewhere
    yield sink
    outbox.mail_transport.close()


@pytest.fixture
def signing_in(server):
    """Olive's browser after her password; the mail with the code waits."""
    confirmed_owner("Olive Tan", ADDRESS)
    Message.objects.all().delete()
    client = PageCheckingClient()
    sign_in(client)
    return client


def drain_meanwhile() -> threading.Thread:
    """Has a worker send beside the test."""

    def drain():
        outbox.drain()
        outbox.mail_transport.close()
        connection.close()

    thread = threading.Thread(target=drain)
    thread.start()
    return thread


def letters(server) -> list[Delivered]:
    return [Delivered(letter) for letter in server.letters]


def attempt_again() -> Message:
    Message.objects.update(due_at=timezone.now())
    Transport.objects.update(resting_until=None)
    outbox.drain()
    return Message.objects.order_by("-pk").first()


def give(client, code: str) -> int:
    return client.post("/sign-in/code/", {"code": code}).status_code


def test_a_code_works_before_the_server_has_answered(server, signing_in):
    server.late = 1.5
    worker = drain_meanwhile()
    wait_for(lambda: server.letters)
    assert Message.objects.get(kind=CODE_KIND).status == "waiting"
    assert give(signing_in, letters(server)[0].code) == 302
    worker.join()
    assert "sent" in Message.objects.filter(kind=CODE_KIND).values_list("status", flat=True)


def test_a_link_works_before_the_server_has_answered(server, db):
    client = PageCheckingClient()
    client.post("/register/", register_form(client.get("/register/")))
    server.late = 1.5
    worker = drain_meanwhile()
    wait_for(lambda: server.letters)
    assert client.post(letters(server)[0].link)["Location"] == "/application/"
    worker.join()
    assert User.objects.get().is_confirmed


def test_what_was_answered_after_our_time_out_works_and_is_sent_again_unchanged(server, signing_in, settings):
    settings.EMAIL_TIMEOUT, server.late = 0.3, 1
    outbox.drain()
    row = Message.objects.get(kind=CODE_KIND)
    assert (row.status, row.answer) == ("waiting", "no answer in time") and row.secret
    server.late = 0
    row = attempt_again()
    assert (row.status, row.secret) == ("sent", None)
    first, second = letters(server)
    assert (first.code, first.tag) == (second.code, second.tag)
    assert give(signing_in, first.code) == 302


def test_codes_that_never_left_displace_none_that_did(server, signing_in):
    outbox.drain()
    server.refuse("451 try later")
    for _ in range(3):
        PendingSignIn.objects.update(resend_at=timezone.now())
        signing_in.post("/sign-in/resend/")
        outbox.drain()
    assert Code.objects.count() == 4 and Code.objects.filter(sent_at__isnull=False).count() == 1
    assert give(signing_in, letters(server)[0].code) == 302


def test_the_third_delivered_code_displaces_the_first(server, signing_in):
    outbox.drain()
    for _ in range(2):
        PendingSignIn.objects.update(resend_at=timezone.now())
        signing_in.post("/sign-in/resend/")
        outbox.drain()
    first, second, _third = (letter.code for letter in letters(server))
    assert give(signing_in, first) == 200
    assert give(signing_in, second) == 302


def test_a_message_whose_code_has_expired_is_dropped(server, signing_in):
    server.refuse("451 try later")
    outbox.drain()
    server.accept()
    Code.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    row = attempt_again()
    assert (row.status, row.secret, server.letters) == ("dropped", None, [])


def test_the_secret_is_kept_encrypted_and_only_until_the_outcome(server, signing_in):
    server.refuse("451 try later")
    outbox.drain()
    kept = bytes(Message.objects.get(kind=CODE_KIND).secret)
    server.accept()
    assert attempt_again().secret is None
    assert letters(server)[0].code.encode() not in kept


def test_a_key_that_is_gone_costs_one_more_attempt_and_no_message(server, signing_in, settings):
    server.refuse("451 try later")
    outbox.drain()
    settings.FIELD_KEYS = [b"another key of thirty-two bytes."]
    server.accept()
    assert attempt_again().answer == "CannotDecrypt"
    assert attempt_again().status == "sent"
    assert give(signing_in, letters(server)[0].code) == 302


def test_a_link_is_displaced_when_the_newer_one_may_have_been_delivered(server, settings):
    client = PageCheckingClient()
    client.post("/register/", register_form(client.get("/register/")))
    outbox.drain()
    older = letters(server)[0].link
    PendingSignIn.objects.update(resend_at=timezone.now())
    client.post("/register/resend/")
    server.refuse("451 try later")
    outbox.drain()
    assert client.get(older).context["outcome"] == "ready"
    server.accept()
    settings.EMAIL_TIMEOUT, server.late = 0.3, 1
    attempt_again()
    assert client.get(older).context["outcome"] == "superseded"
    wait_for(lambda: len(server.letters) == 2)
    assert client.get(letters(server)[1].link).context["outcome"] == "ready"
    assert SingleUseLink.objects.filter(sent_at__isnull=False, superseded_at__isnull=True).count() == 1
