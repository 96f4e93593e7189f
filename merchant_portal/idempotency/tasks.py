import logging

from celery import shared_task

from merchant_portal import batches, clock
from merchant_portal.idempotency.models import RecordedAnswer
from merchant_portal.idempotency.presses import KEPT

logger = logging.getLogger(__name__)


@shared_task(name="idempotency.remove_old", ignore_result=True)
def remove_old():
    """Removes answers that are repeated no more, in batches."""
    removed = batches.delete(RecordedAnswer.objects.filter(created_at__lt=clock.now() - KEPT))
    logger.info("recorded answers removed", extra={"removed": removed})
