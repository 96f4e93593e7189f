"""Beat queues a task only when the same one is not waiting already, however long the worker was away."""

import logging

from celery.beat import PersistentScheduler
from django.core.cache import cache

logger = logging.getLogger(__name__)

FORGOTTEN_SECONDS = 24 * 3600  # a mark that nobody removed; the length of the queue is looked at as well


def _mark(task: str) -> str:
    return f"queued:{task}"


def note_started(task: str) -> None:
    """Records that `task` waits no more: its next run may be queued."""
    try:
        cache.delete(_mark(task))
    except Exception:  # the cache's client raises several unrelated classes; beat looks at the queue then
        logger.warning("the cache does not answer")


class Scheduler(PersistentScheduler):
    """Celery's scheduler, with a look before each task."""

    def apply_entry(self, entry, producer=None):
        """Queues the task of `entry` unless the same one waits."""
        if not self.is_waiting(entry.task):
            super().apply_entry(entry, producer=producer)

    def is_waiting(self, task: str) -> bool:
        """Returns whether `task` was queued and no worker has started it; marks it as queued if not."""
        try:
            if cache.add(_mark(task), 1, timeout=FORGOTTEN_SECONDS):
                return False
            queue = self.app.conf.task_routes.get(task, {}).get("queue", self.app.conf.task_default_queue)
            with self.app.connection_for_read() as link:
                return link.default_channel.queue_declare(queue=queue).message_count > 0
        except Exception:  # the clients of cache and broker raise several unrelated classes
            return False  # what cannot be looked at is queued, or fails as it would have
