"""A service that does not answer is asked once, then left alone for some seconds by this process.

So a request that needs Redis several times waits for it once, half a second at most in all.
"""

import threading
import time
from contextlib import contextmanager

from redis.backoff import NoBackoff
from redis.retry import Retry

ANSWER_SECONDS = 0.2  # for a connection to Redis, and for each of its answers; publishing tries twice
REST_SECONDS = 3
TIMEOUTS = {"socket_connect_timeout": ANSWER_SECONDS, "socket_timeout": ANSWER_SECONDS}
QUICK = TIMEOUTS | {
    "retry": Retry(NoBackoff(), 0),  # the client's own default is to try three times more
}


class IsResting(OSError):
    """The service did not answer a moment ago; it was not asked again."""


class Circuit:
    """What this process knows of one service. Safe for threads."""

    def __init__(self, rest_seconds: float = REST_SECONDS):
        self.rest_seconds = rest_seconds
        self._lock = threading.Lock()
        self._resting_until: float | None = None

    @contextmanager
    def attempt(self):
        """Surrounds one use of the service. Raises IsResting when it is left alone; any exception begins a rest.

        After the rest one caller tries, while the others go on leaving the service alone until that one succeeds.
        """
        self._ask_leave()
        try:
            yield
        except Exception:
            self._rest()
            raise
        self.close()

    def close(self) -> None:
        """Records that the service answers."""
        self._resting_until = None

    def _ask_leave(self) -> None:
        with self._lock:
            if self._resting_until is None:
                return
            now = time.monotonic()
            if now < self._resting_until:
                raise IsResting("the service did not answer a moment ago")
            self._resting_until = now + self.rest_seconds

    def _rest(self) -> None:
        with self._lock:
            self._resting_until = time.monotonic() + self.rest_seconds


redis = Circuit()
