import logging

from celery import shared_task

from accounts.actions import contact_changes, housekeeping, unsaved
from merchant_portal import batches

logger = logging.getLogger(__name__)


@shared_task(name="accounts.remove_finished", ignore_result=True)
def remove_finished() -> None:
    """Removes sessions, flows, attempts, links and browsers that are over."""
    logger.info("rows of accounts that were over are gone", extra=housekeeping.remove_finished())


@shared_task(name="accounts.remove_unsaved_input", ignore_result=True)
def remove_unsaved_input() -> None:
    """Removes what was typed, not saved, and is offered no more."""
    batches.delete(unsaved.expired())


@shared_task(name="accounts.sweep_contact_changes", ignore_result=True)
def sweep_contact_changes() -> None:
    """Puts changes of e-mail and phone in force whose wait is over."""
    contact_changes.apply_due()
