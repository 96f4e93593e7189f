"""Stands between a program and PostgreSQL, and can fall silent, as a server does that hangs."""

import contextlib
import socket
import tempfile
import threading
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

SOCKET = ".s.PGSQL.5432"


class Relay:
    """`with Relay(database_url()) as relay:` passes on what is said; programs connect to `relay.url`."""

    def __init__(self, url: str):
        self.there = Path(parse_qs(urlsplit(url).query)["host"][0]) / SOCKET
        self.silent = threading.Event()
        self.word: bytes | None = None  # falls silent when a program says this
        self.links: list[socket.socket] = []
        self.folder = tempfile.TemporaryDirectory(prefix="relay-")
        self.url = url.partition("?")[0] + f"?host={self.folder.name}"

    def __enter__(self):
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(f"{self.folder.name}/{SOCKET}")
        self.listener.listen()
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *unused):
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        for link in self.links:
            link.close()
        self.folder.cleanup()

    def mute_at(self, word: bytes) -> None:
        """Passes nothing on from when a program says `word`; from now on where it is empty."""
        self.word = word

    def speak(self) -> None:
        """Passes on again what is said from now on."""
        self.word = None
        self.silent.clear()

    def _accept(self):
        while True:
            try:
                near = self.listener.accept()[0]
            except OSError:
                return
            far = socket.socket(socket.AF_UNIX)
            far.connect(str(self.there))
            self.links += [near, far]
            for way in ((near, far, True), (far, near, False)):
                threading.Thread(target=self._pass_on, args=way, daemon=True).start()

    def _pass_on(self, source, target, is_from_program):
        with contextlib.suppress(OSError):
            while shown := source.recv(1 << 16):
                if is_from_program and self.word is not None and self.word in shown:
                    self.silent.set()
                if not self.silent.is_set():
                    target.sendall(shown)
        for end in (source, target):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
