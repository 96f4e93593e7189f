"""A gateway for text messages for tests: a real server that collects what is posted, refuses it, or dawdles."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class SmsGateway:
    """`with SmsGateway() as gateway:` listens at `gateway.url`; what it took stands in `gateway.messages`."""

    def __init__(self, tls=None):
        self.messages, self.headers, self.asked = [], [], []
        self.status, self.location, self.delay = 200, "", 0.0
        ours = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                ours.take(self)

            def do_GET(self):
                ours.asked.append(f"GET {self.path}")
                self.send_error(405)

            def log_message(self, *args):
                pass

        class Server(ThreadingHTTPServer):
            def handle_error(self, request, client_address):
                pass  # who hangs up is a test

        self.server = Server(("127.0.0.1", 0), Handler)
        if tls:
            self.server.socket = tls.wrap_socket(self.server.socket, server_side=True)
        scheme = "https+json" if tls else "http+json"
        self.url = f"{scheme}://127.0.0.1:{self.server.server_port}/send"

    def take(self, handler) -> None:
        self.asked.append(f"POST {handler.path}")
        body = handler.rfile.read(int(handler.headers["Content-Length"]))
        time.sleep(self.delay)
        if 200 <= self.status < 300:
            self.messages.append(json.loads(body))
            self.headers.append(handler.headers)
        handler.send_response(self.status)
        if self.location:
            handler.send_header("Location", self.location)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *unused):
        self.server.shutdown()
        self.server.server_close()
