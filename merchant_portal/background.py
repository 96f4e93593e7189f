"""Waking the worker: a task is named, never imported, and a broker that is down stops nobody."""

import logging

from celery import current_app
from django.db import transaction

from merchant_portal import breaker

logger = logging.getLogger(__name__)


def wake(task: str, *ids: int | str) -> None:
    """Asks the worker to run `task` with `ids` after the transaction commits.

    Only ids travel: the queue is readable. A broker's failure is logged and swallowed, since whatever must
    happen stands in a row that beat's sweep finds again.
    """

    def publish():
        if breaker.is_resting():
            return
        try:
            current_app.send_task(task, args=ids, ignore_result=True)
        except Exception:  # the broker's client raises several unrelated classes
            breaker.rest()
            logger.warning("broker unreachable, the sweep will run %s", task)

    transaction.on_commit(publish, robust=True)
