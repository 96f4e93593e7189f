import logging

from celery import shared_task

from merchant_portal.audit import purging, sealing

logger = logging.getLogger(__name__)


@shared_task(name="audit.seal", ignore_result=True)
def seal() -> None:
    """Seals what was recorded since the last time."""
    sealing.seal()


@shared_task(name="audit.purge", ignore_result=True)
def purge() -> None:
    """Removes security events whose time is over."""
    logger.info("old audit events removed", extra={"removed": purging.purge()})
