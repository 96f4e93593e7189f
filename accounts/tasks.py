import logging

from celery import shared_task

from accounts.actions import housekeeping

logger = logging.getLogger(__name__)


@shared_task(name="accounts.tidy_up", ignore_result=True)
def tidy_up() -> None:
    """Removes sessions, flows, budgets, links and browsers that are over."""
    logger.info("rows of accounts that were over are gone", extra=housekeeping.tidy_up())
