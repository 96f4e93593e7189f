"""The mailbox as tests read it: by recipient and kind, with the code or the link that an email carries."""

import re

from django.core import mail

from merchant_portal.messaging import outbox
from merchant_portal.messaging.models import Message
from tests.worker import wait_for

CODE_LINE = re.compile(r"^(\d{6}|[B-Z]{8})$", re.MULTILINE)
LINK_LINE = re.compile(r"^(https?://\S+)$", re.MULTILINE)


class ReceivedEmail:
    """One email that was sent."""

    def __init__(self, message):
        self.message = message
        self.kind = message.extra_headers["X-Portal-Message"]
        self.to = message.to[0]
        self.subject = message.subject
        self.text = message.body
        self.html = message.alternatives[0].content

    @property
    def code(self) -> str:
        return CODE_LINE.search(self.text)[1]

    @property
    def tag(self) -> str:
        return re.search(r"^Tag: (\S+)$", self.text, re.MULTILINE)[1]

    @property
    def link(self) -> str:
        """The path behind the origin of the first link that stands alone on its line."""
        return "/" + LINK_LINE.search(self.text)[1].split("/", 3)[3]


class Mailbox:
    """Drains the outbox at each look, as the worker would."""

    def all(self, to: str | None = None, kind: str | None = None) -> list[ReceivedEmail]:
        outbox.drain()
        emails = [ReceivedEmail(message) for message in mail.outbox]
        return [email for email in emails if to in (None, email.to) and kind in (None, email.kind)]

    def latest(self, to: str | None = None, kind: str | None = None) -> ReceivedEmail:
        found = self.all(to, kind)
        assert found, f"no email of kind {kind} to {to}; there are {[x.kind for x in self.all()]}"
        return found[-1]


class Delivered(ReceivedEmail):
    """One email as the mail server received it."""

    def __init__(self, message):
        self.message = message
        self.kind = message["X-Portal-Message"]
        self.to = message["To"]
        self.subject = message["Subject"]
        self.text = message.get_body(("plain",)).get_content().replace("\r\n", "\n")
        self.html = message.get_body(("html",)).get_content()


class Post:
    """What arrived at a mail server. An email counts once its row is sent: the hash is committed after the 250."""

    def __init__(self, sink):
        self.sink = sink
        self.read = 0

    def next(self, to: str, kind: str) -> Delivered:
        """Waits for the next email and returns it; it must be of `kind` and to `to`."""
        wait_for(lambda: len(self.sink.emails) > self.read)
        wait_for(lambda: not Message.objects.filter(status=Message.Status.WAITING).exists())
        letter = Delivered(self.sink.emails[self.read])
        self.read += 1
        assert (letter.to, letter.kind) == (to, kind)
        return letter
