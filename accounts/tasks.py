import logging

from celery import shared_task

from accounts.actions import contact_effects, housekeeping

logger = logging.getLogger(__name__)


@shared_task(name="accounts.tidy_up", ignore_result=True)
def tidy_up() -> None:
    """Removes sessions, flows, budgets, links and browsers that are over."""
    logger.info("rows of accounts that were over are gone", extra=housekeeping.tidy_up())


@shared_task(name="accounts.sweep_contact_changes", ignore_result=True)
def sweep_contact_changes() -> None:
    """Puts changes of e-mail and phone in force whose wait is over."""
    contact_effects.sweep()
