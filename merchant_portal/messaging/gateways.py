"""Who carries text messages, by the scheme of SMS_URL.

A gateway takes one message as plain values: to, template, params, text, at. None of them keeps a connection.
"""

import fcntl
import json
import os
import ssl
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from django.conf import settings
from django.utils.module_loading import import_string

from merchant_portal.messaging.failures import OutcomeUnknown, TemporarilyRefused, TransportUnavailable

LOOPBACK = {"localhost", "127.0.0.1", "::1"}
GATEWAYS = {
    "mailbox": "merchant_portal.local.mailbox.SmsGateway",
    "file": "merchant_portal.messaging.gateways.FileGateway",
    "https+json": "merchant_portal.messaging.gateways.HttpGateway",
    "http+json": "merchant_portal.messaging.gateways.HttpGateway",  # for a program on this machine only
}


def read_url(text: str) -> str:
    """Returns `text` if it is a usable SMS_URL, or empty. Raises ValueError."""
    parts = urlsplit(text)
    token = unquote(parts.username or "")
    is_whole = bool(parts.hostname) and parts.port != 0 and parts.password is None
    is_whole = is_whole and token.isascii() and token.isprintable()
    usable = {
        "": not text,
        "mailbox": text == "mailbox:",
        "file": not parts.netloc and len(parts.path) > 1,
        "https+json": is_whole,
        "http+json": is_whole and parts.hostname in LOOPBACK,
    }
    if not usable.get(parts.scheme):
        raise ValueError("must be mailbox:, file:///path.jsonl, https+json://[token@]host[:port]/path or empty")
    return text


def current():
    """Returns the gateway that SMS_URL names."""
    parts = urlsplit(settings.SMS_URL)
    return import_string(GATEWAYS[parts.scheme])(parts)


class FileGateway:
    """Writes a line of JSON for each message. Who reads the file reads codes: it is its owner's alone."""

    def __init__(self, parts: SplitResult):
        self.path = Path(unquote(parts.path))

    def take(self, message: dict) -> str:
        """Writes `message` down under a lock and returns what it says to that. Raises TransportUnavailable."""
        try:
            with self._opened() as file:
                fcntl.flock(file, fcntl.LOCK_EX)
                file.write(json.dumps(message, ensure_ascii=False) + "\n")
        except OSError as error:
            raise TransportUnavailable(type(error).__name__) from error
        return "written"

    def look(self) -> str:
        """Returns where it writes. Raises OSError if it cannot."""
        self._opened().close()
        return f"file {self.path}"

    def _opened(self):
        return open(self.path, "a", encoding="utf-8", opener=lambda path, flags: os.open(path, flags, 0o600))


class HttpGateway:
    """Posts each message as JSON; any 2xx means that it is taken. Redirects are not followed: the text is secret."""

    def __init__(self, parts: SplitResult):
        self.parts = parts

    def take(self, message: dict) -> str:
        """Posts `message` and returns what the gateway answered. Raises DeliveryFailed."""
        headers = {"Content-Type": "application/json"}
        if self.parts.username:
            headers["Authorization"] = f"Bearer {unquote(self.parts.username)}"
        path = self.parts._replace(scheme="", netloc="", fragment="").geturl() or "/"
        link = self._link()
        try:
            status = self._posted(link, path, json.dumps(message).encode(), headers)
        finally:
            link.close()
        if not 200 <= status < 300:
            raise TemporarilyRefused(f"HTTP {status}")
        return f"HTTP {status}"

    @staticmethod
    def _posted(link: HTTPConnection, path: str, body: bytes, headers: dict) -> int:
        """Returns the status of the answer."""
        try:
            link.request("POST", path, body, headers)
        except (HTTPException, OSError) as error:
            raise TransportUnavailable(_named(error)) from error
        try:
            return link.getresponse().status
        except (HTTPException, OSError) as error:
            raise OutcomeUnknown(_named(error)) from error

    def look(self) -> str:
        """Returns who it is, after a connection that says nothing. Raises OSError."""
        link = self._link()
        try:
            link.connect()
        finally:
            link.close()
        return f"{self.parts.scheme} {self.parts.hostname}"

    def _link(self) -> HTTPConnection:
        host = self.parts.hostname
        seconds = settings.SMS_TIMEOUT_SECONDS
        if self.parts.scheme == "http+json":
            return HTTPConnection(host, self.parts.port or 80, timeout=seconds)
        context = ssl.create_default_context()
        return HTTPSConnection(host, self.parts.port or 443, timeout=seconds, context=context)


def _named(error: Exception) -> str:
    return "no answer in time" if isinstance(error, TimeoutError) else type(error).__name__
