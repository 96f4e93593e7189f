"""The password hash, and how many may be computed at once."""

import os
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache

from django.contrib.auth.hashers import Argon2PasswordHasher
from django.views.decorators.debug import sensitive_variables

from merchant_portal.errors import Busy

WAIT_SECONDS = 2
AT_ONCE = max(2, os.cpu_count() or 2)  # a process; each takes 31 MiB while it runs
_slots = threading.BoundedSemaphore(AT_ONCE)


@cache
def _threads() -> ThreadPoolExecutor:
    """Returns the few threads in which hashes are computed.

    The C library keeps the 31 MiB of a hash with the thread that asked for it. Computed in the threads of requests,
    a hundred sign-ins would end with 31 MiB for every one of them, however few are hashed at once.
    """
    return ThreadPoolExecutor(AT_ONCE, thread_name_prefix="hash")


os.register_at_fork(after_in_child=_threads.cache_clear)


class PortalArgon2(Argon2PasswordHasher):
    """Argon2id with one lane, 31 MiB and three passes.

    Above every published minimum in time and memory (OWASP password storage cheat sheet: 19 MiB, 2 passes),
    and just below the size at which the C library maps and unmaps the buffer for each hash.
    """

    time_cost = 3
    memory_cost = 31_744  # KiB
    parallelism = 1

    @sensitive_variables("password")
    def encode(self, password, salt):
        """Computes the hash in a thread kept for that."""
        return _threads().submit(super().encode, password, salt).result()

    @sensitive_variables("password")
    def verify(self, password, encoded):
        """Compares in a thread kept for that."""
        return _threads().submit(super().verify, password, encoded).result()


@contextmanager
def slot():
    """Holds one of the free places for a hash. Raises Busy when none is free within two seconds."""
    if not _slots.acquire(timeout=WAIT_SECONDS):
        raise Busy
    try:
        yield
    finally:
        _slots.release()
