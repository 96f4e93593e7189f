import logging

from celery import shared_task

from merchant_portal.messaging import housekeeping, outbox
from merchant_portal.messaging.models import Message

logger = logging.getLogger(__name__)

BUSY_SECONDS = 30  # a drain ends after this and wakes the next, so that a worker can be stopped in between


@shared_task(name="messaging.send_mail", ignore_result=True)
def send_mail():
    """Sends the mails that are due. Two at once share the rows."""
    _drain(Message.Channel.MAIL)


@shared_task(name="messaging.send_texts", ignore_result=True)
def send_texts():
    """Sends the text messages that are due. Two at once share the rows."""
    _drain(Message.Channel.SMS)


def _drain(channel: str) -> None:
    handled = outbox.drain(channel, seconds=BUSY_SECONDS)
    if handled:
        logger.info("outbox drained", extra={"channel": channel, "handled": handled})


@shared_task(name="messaging.remove_old", ignore_result=True)
def remove_old():
    """Removes messages that left long ago."""
    logger.info("rows of messaging that were over are gone", extra=housekeeping.remove_old())
