"""A mail server for tests: it collects letters, or refuses them, or dawdles."""

import asyncio
from email import message_from_bytes, policy

from aiosmtpd.controller import Controller


class _Server(Controller):
    def _trigger_server(self):
        self.port = self.server.sockets[0].getsockname()[1]  # known only now: we asked for any free one
        super()._trigger_server()


class SmtpSink:
    """`with SmtpSink() as sink:` listens at `sink.url`; what arrives is kept in `sink.emails`, oldest first."""

    def __init__(self):
        self.emails = []
        self.delay = 0.0  # seconds before a letter is taken and answered
        self.late = 0.0  # seconds between taking a letter and the answer
        self._refusals = {}
        self._server = _Server(self, hostname="127.0.0.1", port=0)

    def __enter__(self):
        self._server.start()
        return self

    def __exit__(self, *unused):
        self._server.stop()

    @property
    def port(self) -> int:
        """The port it listens on."""
        return self._server.port

    @property
    def url(self) -> str:
        """Its address as EMAIL_URL takes it."""
        return f"smtp://127.0.0.1:{self.port}"

    def refuse(self, answer: str, *, at: str = "DATA") -> None:
        """From now on answers `answer`, such as `451 4.3.0 try later`, at `RCPT` or at `DATA`."""
        self._refusals[at] = answer

    def accept(self) -> None:
        """From now on takes letters again."""
        self._refusals.clear()

    async def handle_RCPT(self, server, session, envelope, address, options):
        if "RCPT" in self._refusals:
            return self._refusals["RCPT"]
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server, session, envelope):
        await asyncio.sleep(self.delay)
        if "DATA" in self._refusals:
            return self._refusals["DATA"]
        self.emails.append(message_from_bytes(envelope.original_content, policy=policy.default))
        await asyncio.sleep(self.late)
        return "250 2.0.0 OK"
