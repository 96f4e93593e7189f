"""The stored files of documents: opened for people, looked for, and what happens when one is missing."""

import logging
from datetime import timedelta
from typing import IO

from merchant_portal import clock
from merchant_portal.audit import recording as audit
from merchant_portal.operations import alarms
from merchant_portal.storage import private
from merchant_portal.storage.access import FileMissing
from onboarding.actions import documents
from onboarding.events import OnboardingEvent
from onboarding.models import Application, DocumentVersion, Reason, Return, SubmittedDocument

LOST = "file.lost"  # the kind of alarm

logger = logging.getLogger(__name__)


def open_file(version: DocumentVersion, *, page: int, by) -> IO[bytes]:
    """Returns the original (`page` 0) or the picture of a page, open for reading. For staff it is put on record.

    Raises FileMissing, after the missing file was noted, or StorageUnavailable; then nothing is put on record.
    """
    try:
        file = private.open_file(version.page_key(page) if page else version.key)
    except FileMissing:
        check_exists(version)
        raise
    if by.is_staff:
        try:
            audit.record(OnboardingEvent.DOCUMENT_OPENED, target=version, by=by, page=page)
        except BaseException:
            file.close()
            raise
    return file


def check_exists(version: DocumentVersion) -> bool:
    """Looks whether the files of a version are there and notes it. Returns whether all are.

    What is found missing for the first time is logged as critical. Raises StorageUnavailable.
    """
    gone = set(private.missing(documents.files_of(version)))
    _note(version, "original_missing_at", version.key in gone)
    _note(version, "pictures_missing_at", bool(gone - {version.key}))
    return not gone


def _note(version: DocumentVersion, name: str, is_missing: bool) -> None:
    if is_missing == (getattr(version, name) is not None):
        return
    rows = DocumentVersion.objects.filter(pk=version.pk, **{f"{name}__isnull": is_missing})
    setattr(version, name, clock.now() if is_missing else None)
    if rows.update(**{name: getattr(version, name)}) and is_missing:
        what = "original" if name == "original_missing_at" else "page images"
        alarm(f"Document version {version.pk}: the storage has lost its {what}.")


def alarm(text: str) -> None:
    """Tells staff in the log, on Today, in `doctor` and by mail that a file was lost."""
    logger.critical(text)
    alarms.raise_alarm(LOST, text)


def time_lost(application: Application) -> timedelta:
    """Returns how long the newest submission could not be judged because we had lost a picture of it.

    That is the longest time from when it was found missing until a new upload was requested.
    """
    number = application.submission_number
    returns = Return.objects.filter(
        requirement__application=application, submission_number=number, reason__code=Reason.FILE_LOST
    )
    sent = SubmittedDocument.objects.filter(submission__application=application, submission__number=number)
    missing_since = dict(
        ((key, part), at)
        for key, part, at in sent.values_list("requirement_key", "part", "version__pictures_missing_at")
        if at is not None
    )
    lengths = [
        at - missing_since[key, part]
        for key, part, at in returns.values_list("requirement__key", "part", "created_at")
        if (key, part) in missing_since
    ]
    return max(lengths, default=timedelta(0))
