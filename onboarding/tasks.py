import contextlib

from celery import shared_task

from merchant_portal.storage.access import StorageUnavailable
from onboarding.actions import checking, pruning, verifying


@shared_task(name="onboarding.check_document", ignore_result=True)
def check_document(version_id: int) -> None:
    """Checks an uploaded document."""
    checking.check(version_id)


@shared_task(name="onboarding.check_waiting_documents", ignore_result=True)
def check_waiting_documents() -> None:
    """Wakes the check of documents whose wake-up was lost.

    It belongs in the queue of the documents: what was queued before it is in a worker's hands when it runs.
    """
    checking.wake_lost()


@shared_task(name="onboarding.verify_storage", ignore_result=True)
def verify_storage() -> None:
    """Compares a part of the storage with the database; what is missing is noted and logged as critical."""
    with contextlib.suppress(StorageUnavailable):  # it is logged, and the next run goes on from here
        verifying.verify_a_slice()


@shared_task(name="onboarding.prune_accounts", ignore_result=True)
def prune_accounts() -> None:
    """Removes people who never confirmed their mailbox."""
    pruning.prune_accounts()
