"""Messages that really go to a mail server, with the person who waits for them."""

import threading

from django.db import connection
from django.utils import timezone

from merchant_portal.messaging import outbox
from merchant_portal.messaging.models import Message, Transport
from tests.mailbox import Delivered

CODE_KIND = "accounts/sign-in-code"


def drain_meanwhile() -> threading.Thread:
    """Has a worker send beside the test."""

    def drain():
        outbox.drain()
        outbox.mail_transport.close()
        connection.close()

    thread = threading.Thread(target=drain)
    thread.start()
    return thread


def emails(server) -> list[Delivered]:
    return [Delivered(email) for email in server.emails]


def attempt_again() -> Message:
    Message.objects.update(due_at=timezone.now())
    Transport.objects.update(resting_until=None)
    outbox.drain()
    return Message.objects.order_by("-pk").first()


def give(client, code: str) -> int:
    return client.post("/sign-in/code/", {"code": code}).status_code
