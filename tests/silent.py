"""A server that accepts connections and says nothing: what hangs rather than is dead."""

import socket
import threading


class SilentServer:
    """Listens on `port` of the loopback address; counts `accepted` connections and keeps them open."""

    def __enter__(self):
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = self.listener.getsockname()[1]
        self.accepted = []
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def _accept(self):
        while True:
            try:
                self.accepted.append(self.listener.accept()[0])
            except OSError:
                return

    def __exit__(self, *unused):
        self.listener.close()
        for link in self.accepted:
            link.close()
