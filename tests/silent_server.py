"""A server that accepts connections and never says a word, as a storage that hangs."""

import contextlib
import socket
import threading


class SilentServer:
    """Listens on a port of this machine and answers nothing; with `heard` it tells how many connected."""

    def __enter__(self):
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.links = []
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._thread.start()
        return self

    @property
    def heard(self) -> int:
        """Returns how many have connected."""
        return len(self.links)

    @property
    def storage_url(self) -> str:
        """Returns the STORAGE_URL of a bucket that hangs."""
        return f"s3://key:secret@127.0.0.1:{self.port}/documents"

    def hang_up(self) -> None:
        """Ends all connections, and takes no more."""
        with contextlib.suppress(OSError):  # closed before
            self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        for link in self.links:
            link.close()

    def _accept(self):
        while True:
            try:
                self.links.append(self.listener.accept()[0])
            except OSError:
                return

    def __exit__(self, *unused):
        self.hang_up()
        self._thread.join(5)
