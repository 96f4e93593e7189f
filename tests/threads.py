"""Running the same thing in many threads at once, each with its own connection to PostgreSQL."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection


def at_once(work, count: int) -> list:
    """Returns what `work(number)` returned, or the exception it raised, for `count` threads started together."""
    barrier = Barrier(count, timeout=20)

    def one(number):
        try:
            barrier.wait()
            return work(number)
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))
