"""The password hash, and how many may be computed at once."""

import os
import threading
from contextlib import contextmanager

from django.contrib.auth.hashers import Argon2PasswordHasher

from merchant_portal.errors import Busy

WAIT_SECONDS = 2
AT_ONCE = max(2, os.cpu_count() or 2)  # a process; each takes 31 MiB while it runs
_slots = threading.BoundedSemaphore(AT_ONCE)


class PortalArgon2(Argon2PasswordHasher):
    """Argon2id with one lane, 31 MiB and three passes.

    Above every published minimum in time and memory (OWASP password storage cheat sheet: 19 MiB, 2 passes),
    and just below the size at which the C library maps and unmaps the buffer for each hash.
    """

    time_cost = 3
    memory_cost = 31_744  # KiB
    parallelism = 1


@contextmanager
def slot():
    """Holds one of the free places for a hash. Raises Busy when none is free within two seconds."""
    if not _slots.acquire(timeout=WAIT_SECONDS):
        raise Busy
    try:
        yield
    finally:
        _slots.release()
