"""Documents: uploaded into private storage, opened by the worker, replaced and removed."""

import logging
from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from django.utils.translation import ngettext

from merchant_portal import background, clock
from merchant_portal.audit import recording as audit
from merchant_portal.errors import Refused
from merchant_portal.storage import private
from merchant_portal.storage.access import StorageUnavailable
from onboarding import permissions
from onboarding.actions import requirements
from onboarding.events import OnboardingEvent
from onboarding.models import Document, DocumentVersion, Requirement
from onboarding.transitions import RequirementStatus, VersionStatus

NAME_LENGTH = 255

logger = logging.getLogger(__name__)


class TooManyInChecking(Refused):
    """As many of the merchant's documents as may be are being checked already."""

    def __init__(self):
        count = settings.UPLOADS_IN_CHECKING
        sentence = ngettext(
            "%(n)d of your documents is still being checked. Wait until that is done, then upload this one.",
            "%(n)d of your documents are still being checked. Wait until one is done, then upload this one.",
            count,
        )
        super().__init__(sentence % {"n": count})


def upload(*, requirement: Requirement, part: int, stored, name: str, by) -> DocumentVersion:
    """Writes a new version for a part of a document and asks the worker to open it.

    Arguments: `stored`, where the file is stored already and what was seen while it was stored (key, size, sha256).
    Returns the version, being checked. Raises Forbidden, requirements.Frozen, requirements.NotReturned or
    TooManyInChecking; the caller then removes the stored file.
    """
    permissions.check_can_edit(by, requirement.application)
    with transaction.atomic():
        application = requirements.select_for_update(requirement.application_id)
        requirements.check_part_is_open(requirement, part, application)
        _check_room(application)
        document, _created = Document.objects.select_for_update().get_or_create(requirement=requirement, part=part)
        version = DocumentVersion.objects.create(
            document=document,
            number=document.versions.count() + 1,
            key=stored.key,
            name=name[-NAME_LENGTH:],
            size=stored.size,
            sha256=stored.sha256,
            uploaded_by=by,
        )
        application.save(update_fields=["updated_at"])
        audit.record(OnboardingEvent.DOCUMENT_UPLOADED, target=version, by=by, requirement=requirement.key, part=part)
        background.wake("onboarding.check_document", version.pk)
    return version


def _check_room(application) -> None:
    """Raises TooManyInChecking. The application is locked, and a merchant has one that can be changed."""
    checking = DocumentVersion.objects.filter(status=VersionStatus.CHECKING, removed_at__isnull=True)
    if checking.filter(document__requirement__application=application).count() >= settings.UPLOADS_IN_CHECKING:
        raise TooManyInChecking


def record_result(
    version_id: int, *, fault: str = "", media_type: str = "", pages: int = 0, cautions: Iterable[str] = ()
) -> bool:
    """Notes what opening a version found. A clean one becomes the current one of its part.

    Returns False if it was noted before: the task may run twice.
    """
    document_id = DocumentVersion.objects.values_list("document_id", flat=True).get(pk=version_id)
    with transaction.atomic():
        Document.objects.select_for_update().get(pk=document_id)  # first, as everywhere
        version = (
            DocumentVersion.objects.select_for_update(of=("self",))
            .select_related("document__requirement")
            .get(pk=version_id)
        )
        if version.status != VersionStatus.CHECKING:
            return False
        version.status = VersionStatus.REFUSED if fault else VersionStatus.CLEAN
        version.fault, version.media_type, version.pages = fault, media_type, pages
        version.cautions, version.checked_at = list(cautions), clock.now()
        version.save(update_fields=["status", "fault", "media_type", "pages", "cautions", "checked_at"])
        audit.record(OnboardingEvent.DOCUMENT_CHECKED, target=version, by="check_document", fault=fault)
        if version.is_clean and version.removed_at is None:
            _make_current(version)
        if version.removed_at and not _is_kept_elsewhere(version):  # removed while its pages were rendered
            transaction.on_commit(lambda: discard(files_of(version)), robust=True)
    return True


def _make_current(version: DocumentVersion) -> None:
    document = Document.objects.select_for_update().select_related("requirement").get(pk=version.document_id)
    newer = document.versions.filter(number__gt=version.number, status=VersionStatus.CLEAN, removed_at__isnull=True)
    if not newer.exists():
        document.current = version
        document.save(update_fields=["current"])
        requirements.refresh(document.requirement)


def remove(*, version: DocumentVersion, by) -> None:
    """Takes a version away. What was submitted stays on file for the record; its part is open again.

    Raises Forbidden, requirements.Frozen or requirements.NotReturned.
    """
    requirement = version.document.requirement
    permissions.check_can_edit(by, requirement.application)
    with transaction.atomic():
        application = requirements.select_for_update(requirement.application_id)
        document = Document.objects.select_for_update().get(pk=version.document_id)
        requirements.check_part_is_open(requirement, document.part, application)
        DocumentVersion.objects.filter(pk=version.pk, removed_at__isnull=True).update(removed_at=clock.now())
        if document.current_id == version.pk:
            document.current = None
            document.save(update_fields=["current"])
            requirements.set_status(requirement, RequirementStatus.DUE)
        audit.record(OnboardingEvent.DOCUMENT_REMOVED, target=version, by=by, requirement=requirement.key)
        if not _is_kept_elsewhere(version):
            transaction.on_commit(lambda: discard(files_of(version)), robust=True)


def _is_kept_elsewhere(version: DocumentVersion) -> bool:
    """Returns whether the files are on record: in a submission, or in an application that took them over."""
    shared = DocumentVersion.objects.filter(key=version.key).exclude(pk=version.pk)
    return version.submitted_in.exists() or shared.exists()


def take_over(version: DocumentVersion, requirement: Requirement, part: int) -> None:
    """Gives a clean version of an earlier application to `requirement`, in the caller's transaction.

    The files are shared, not copied.
    """
    document = Document.objects.create(requirement=requirement, part=part)
    facts = ("key", "name", "size", "sha256", "uploaded_at", "uploaded_by_id")
    taken = DocumentVersion.objects.create(
        document=document, number=1, **{fact: getattr(version, fact) for fact in facts}
    )
    taken.status, taken.checked_at = VersionStatus.CLEAN, version.checked_at
    taken.media_type, taken.pages, taken.cautions = version.media_type, version.pages, version.cautions
    taken.save(update_fields=["status", "checked_at", "media_type", "pages", "cautions"])
    document.current = taken
    document.save(update_fields=["current"])


def files_of(version: DocumentVersion) -> list[str]:
    """Returns the keys of everything stored for a version: the original and its page pictures."""
    return [version.key, *(version.page_key(number) for number in version.page_numbers)]


def discard(keys: Iterable[str]) -> None:
    """Deletes stored files. What cannot be deleted now is an orphan, which verify_storage removes."""
    for key in keys:
        try:
            private.delete(key)
        except StorageUnavailable:
            logger.warning("a file that no row names stays in the storage")
            return
