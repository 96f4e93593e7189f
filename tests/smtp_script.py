"""A mail server for tests that does on each command what it was told to: answers, is silent, or hangs up."""

import contextlib
import socketserver
import threading
import time

SILENT, HANG_UP = "silent", "hang up"
ANSWERS = {"EHLO": "250 script", "MAIL": "250 ok", "RCPT": "250 ok", "DATA": "354 go on", "END": "250 taken"}


class ScriptedServer:
    """`with ScriptedServer(RCPT="550 no such user") as server:` listens at `server.port`.

    `behaviour` maps GREETING, EHLO, MAIL, RCPT, DATA or END (the end of a message) to an answer, SILENT or HANG_UP.
    `emails` is what arrived whole, `connections` how often somebody connected.
    """

    def __init__(self, **behaviour: str):
        self.behaviour = behaviour
        self.emails, self.connections = [], 0
        self.late = 0.0  # seconds between the end of a message and the answer
        self.closed = threading.Event()
        self.open_sockets = []
        ours = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self):
                ours.connections += 1
                ours.open_sockets.append(self.connection)
                ours.serve(self.rfile, self.wfile)

        self.server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler, bind_and_activate=True)
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *unused):
        self.closed.set()
        self.server.shutdown()
        self.server.server_close()

    def serve(self, commands, answers) -> None:
        """Speaks with one client until it hangs up, or we do."""
        try:
            if not self._say(answers, "GREETING", "220 script"):
                return
            for line in commands:
                verb = line[:4].decode().strip().upper()
                if not self._say(answers, verb, ANSWERS.get(verb, "250 ok")):
                    return
                if verb == "DATA" and self.behaviour.get("DATA", "3").startswith("3"):
                    self.emails.append(b"".join(iter(commands.readline, b".\r\n")))
                    self.closed.wait(self.late)
                    if not self._say(answers, "END", ANSWERS["END"]):
                        return
        except OSError:
            return

    def hang_up(self) -> None:
        """Closes every connection, as servers do with idle ones."""
        for link in self.open_sockets:
            with contextlib.suppress(OSError):  # the client was first
                link.shutdown(2)
        time.sleep(0.05)  # until the other side has heard of it

    def _say(self, answers, verb: str, answer: str) -> bool:
        shown = self.behaviour.get(verb, answer)
        if shown == SILENT:
            self.closed.wait(60)
        if shown in (SILENT, HANG_UP):
            return False
        answers.write(f"{shown}\r\n".encode())
        return True
