import logging

from celery import shared_task

from merchant_portal.messaging import housekeeping, outbox

logger = logging.getLogger(__name__)

BUSY_SECONDS = 30  # a drain ends after this and wakes the next, so that a worker can be stopped in between


@shared_task(name="messaging.drain", ignore_result=True)
def drain():
    """Sends what is due. One task, one drain; two at once share the rows."""
    handled = outbox.drain(BUSY_SECONDS)
    if handled:
        logger.info("outbox drained", extra={"handled": handled})


@shared_task(name="messaging.tidy_up", ignore_result=True)
def tidy_up():
    """Removes messages that left long ago."""
    logger.info("rows of messaging that were over are gone", extra=housekeeping.tidy_up())
