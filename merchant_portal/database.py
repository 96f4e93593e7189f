"""A database that hangs holds no request for long: its connection is ended, and the request answers 503.

PostgreSQL's own time-outs are of no use when the server itself hangs, and the client library waits for ever.
Commands and workers are left alone: a migration may take its time, and a task is taken up again.
"""

import logging
import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.conf import settings

logger = logging.getLogger(__name__)

LOOK_SECONDS = 0.5  # between two looks at what waits


class AnswerWatch:
    """Ends a connection on which something was not answered within DATABASE_ANSWER_SECONDS.

    A wrapper for `connection.execute_wrapper`; one watches over all threads of a process.
    """

    def __init__(self):
        self.lock = threading.Lock()
        self.waiting: dict[int, tuple[float, int]] = {}  # by thread: until when, and on which socket
        self.thread: threading.Thread | None = None

    def __call__(self, execute, sql, params, many, context):
        """Runs one statement under watch."""
        with self.over(context["connection"]):
            return execute(sql, params, many, context)

    @contextmanager
    def over(self, wrapper) -> Iterator[None]:
        """Watches over the connection of Django's `wrapper` while the body waits for an answer.

        A connection that is closed is left to the body, which says so in Django's words.
        """
        link = wrapper.connection
        if link is not None and not link.closed:
            self._begin(link.fileno())
        try:
            yield
        finally:
            with self.lock:
                self.waiting.pop(threading.get_ident(), None)

    def _begin(self, link: int) -> None:
        with self.lock:
            self.waiting[threading.get_ident()] = (time.monotonic() + settings.DATABASE_ANSWER_SECONDS, link)
            if self.thread is None or not self.thread.is_alive():  # also after a fork
                self.thread = threading.Thread(target=self._look, name="answer-watch", daemon=True)
                self.thread.start()

    def _look(self) -> None:
        while True:
            time.sleep(LOOK_SECONDS)
            self.end_overdue()

    def end_overdue(self) -> int:
        """Ends the connections that wait for too long. Returns their number."""
        now = time.monotonic()
        with self.lock:  # while it is held no statement can end, and no socket can be another's
            overdue = {thread: link for thread, (until, link) in self.waiting.items() if until < now}
            for thread, link in overdue.items():
                del self.waiting[thread]
                with suppress(OSError), socket.socket(fileno=os.dup(link)) as same:
                    same.shutdown(socket.SHUT_RDWR)
        if overdue:
            logger.critical("the database does not answer", extra={"statements": len(overdue)})
        return len(overdue)


watch = AnswerWatch()
