"""The local mailbox: what would be sent is written down, one JSON object a line, and read on a page.

Web and worker write the same file, so every line is written under a lock.
"""

import contextlib
import fcntl
import json
from datetime import UTC, datetime
from pathlib import Path

from django.core.mail.backends.base import BaseEmailBackend

from merchant_portal.local import folder


def place() -> Path:
    """Returns the file that holds the mailbox."""
    return folder.data_folder() / "mailbox.jsonl"


def put(*, kind: str, to: str, subject: str, text: str, html: str = "") -> None:
    """Writes one message down, with the time."""
    message = {"kind": kind, "to": to, "subject": subject, "text": text, "html": html}
    line = json.dumps(message | {"at": datetime.now(UTC).isoformat()}, ensure_ascii=False)
    with _locked("a", fcntl.LOCK_EX) as file:
        file.write(line + "\n")


def messages() -> list[dict]:
    """Returns every message, newest first: kind, to, subject, text, html, at."""
    if not place().exists():
        return []
    with _locked("r", fcntl.LOCK_SH) as file:
        return [json.loads(line) for line in file][::-1]


@contextlib.contextmanager
def _locked(mode: str, lock: int):
    with place().open(mode, encoding="utf-8") as file:
        fcntl.flock(file, lock)
        yield file  # closing it writes what is left and lets go, in this order


class EmailBackend(BaseEmailBackend):
    """Django's way to send mail, ending in the mailbox."""

    def send_messages(self, email_messages) -> int:
        """Writes each message down, and returns how many there were."""
        for message in email_messages:
            put(
                kind=message.extra_headers.get("X-Portal-Message", ""),
                to=", ".join(message.recipients()),
                subject=str(message.subject),
                text=message.body,
                html=_html_of(message),
            )
        return len(email_messages)


class SmsGateway:
    """A gateway for text messages, ending in the mailbox."""

    def __init__(self, parts):
        pass

    def take(self, message: dict) -> str:
        """Writes `message` down and returns what it says to that."""
        put(kind=message["template"], to=message["to"], subject="", text=message["text"])
        return "written"

    def look(self) -> str:
        """Returns where it writes."""
        return "mailbox"


def _html_of(message) -> str:
    alternatives = getattr(message, "alternatives", [])
    return next((content for content, kind in alternatives if kind == "text/html"), "")
