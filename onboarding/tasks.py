from datetime import timedelta

from celery import shared_task
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from merchant_portal import background
from merchant_portal.storage import remaking
from onboarding.actions import documents, pruning
from onboarding.models import DocumentVersion
from onboarding.transitions import VersionStatus

LEFT_BEHIND_SECONDS = 120  # longer than opening a paper may take: its task was lost


@shared_task(name="onboarding.open_paper", ignore_result=True)
def open_paper(version_id: int) -> None:
    """Opens an uploaded paper, draws its pages anew, and notes what was found. May run twice."""
    version = DocumentVersion.objects.filter(
        pk=version_id, status=VersionStatus.CHECKING, removed_at__isnull=True
    ).first()
    if version is None:
        return
    with default_storage.open(version.key) as original:
        remade = remaking.remake(original, max_pages=settings.UPLOAD_MAX_PAGES)
    for number, picture in enumerate(remade.pages, start=1):
        key = version.page_key(number)
        default_storage.delete(key)  # of a run that was cut off
        default_storage.save(key, ContentFile(picture))
    documents.record_result(
        version.pk,
        fault=remade.fault or "",
        media_type=remade.media_type,
        pages=len(remade.pages),
        cautions=remade.cautions,
    )


@shared_task(name="onboarding.sweep_papers", ignore_result=True)
def sweep_papers() -> None:
    """Wakes the opening of papers that were left in checking."""
    before = timezone.now() - timedelta(seconds=LEFT_BEHIND_SECONDS)
    left = DocumentVersion.objects.filter(
        status=VersionStatus.CHECKING, uploaded_at__lt=before, removed_at__isnull=True
    )
    for version_id in left.order_by("uploaded_at").values_list("pk", flat=True)[:100]:
        background.wake("onboarding.open_paper", version_id)


@shared_task(name="onboarding.prune_accounts", ignore_result=True)
def prune_accounts() -> None:
    """Removes people who never confirmed their mailbox."""
    pruning.prune_accounts()
