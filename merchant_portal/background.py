"""Waking the worker: a task is named, never imported, and a broker that is down stops nobody."""

import logging

from celery import current_app
from django.db import transaction
from kombu.pools import producers

from merchant_portal import circuit

logger = logging.getLogger(__name__)


def wake(task: str, *ids: int | str) -> None:
    """Asks the worker to run `task` with `ids` after the transaction commits.

    Only ids travel: the queue is readable. A broker's failure is logged and swallowed, since whatever must
    happen is a row that beat's sweep finds again.
    """

    def publish():
        try:
            with circuit.redis.attempt(), producers[_quick_connection()].acquire(timeout=1) as producer:
                current_app.send_task(task, args=ids, ignore_result=True, producer=producer)
        except Exception:  # the broker's client raises several unrelated classes
            logger.warning("broker unreachable, the sweep will run %s", task)

    transaction.on_commit(publish, robust=True)


def _quick_connection():
    """Returns the broker's address with time-outs for a page that somebody waits for. The worker's are longer."""
    return current_app.connection_for_write(transport_options=circuit.TIMEOUTS)
