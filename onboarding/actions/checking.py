"""Checking uploaded documents: each by one worker at a time, in fair order, put off while the storage is away."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.conf import settings
from django.db import connection
from django.db.models import QuerySet
from django.db.models.functions import Now

from merchant_portal import background
from merchant_portal.storage import private, rendering
from merchant_portal.storage.access import FileMissing, StorageUnavailable
from merchant_portal.storage.opening import FileFault
from onboarding.actions import documents, files
from onboarding.models import DocumentVersion
from onboarding.transitions import VersionStatus

MAX_ATTEMPTS = 3  # so often the original is looked for before the version is refused as lost
LOOK_AGAIN = timedelta(seconds=10)  # after the original was not there
PUT_OFF = timedelta(seconds=30)  # after the storage did not answer, or a fault of ours
WAKE_UP_LOST = timedelta(seconds=5)  # a row that is due for longer and in no worker's hands has lost its wake-up
AT_ONCE = 100
LOCK = 3_717_403  # first number of the advisory locks; the second is the version's id
LOCKS = 2**31  # as many second numbers there are


def check(version_id: int) -> None:
    """Opens an uploaded document, renders its pages anew and notes what was found. May run twice, and at once."""
    with _held(version_id) as is_mine:
        version = _waiting().filter(pk=version_id).first() if is_mine else None
        if version is not None:
            _check(version)


def wake_lost() -> int:
    """Wakes the check of documents that are due, that no worker holds, and whose wake-up was lost. Returns how many.

    Each goes to the end of the line, so that those that cannot be checked hold up no others.
    """
    due = _waiting().filter(next_attempt_at__lte=Now() - WAKE_UP_LOST).order_by("next_attempt_at", "pk")
    held = in_work()
    ids = [pk for pk in due.values_list("pk", flat=True)[:AT_ONCE] if pk % LOCKS not in held]
    DocumentVersion.objects.filter(pk__in=ids).update(next_attempt_at=Now())
    for version_id in ids:
        background.wake("onboarding.check_document", version_id)
    return len(ids)


def _waiting() -> QuerySet[DocumentVersion]:
    return DocumentVersion.objects.filter(status=VersionStatus.CHECKING, removed_at__isnull=True)


def _check(version: DocumentVersion) -> None:
    try:
        remade = _remake(version)
    except FileMissing:
        _count_missing(version)
    except StorageUnavailable:
        _put_off(version, PUT_OFF)
    except Exception:
        _put_off(version, PUT_OFF)
        raise
    else:
        documents.record_result(
            version.pk,
            fault=remade.fault or "",
            media_type=remade.media_type,
            pages=len(remade.pages),
            cautions=remade.cautions,
        )


def _remake(version: DocumentVersion) -> rendering.RenderedDocument:
    with private.open_file(version.key) as original:
        remade = rendering.render(original, max_pages=settings.UPLOAD_MAX_PAGES)
    for number, picture in enumerate(remade.pages, start=1):
        private.write(version.page_key(number), picture)
    return remade


def _count_missing(version: DocumentVersion) -> None:
    """Counts that the original was not there; after MAX_ATTEMPTS the version is refused as lost by us."""
    version.attempts += 1
    version.save(update_fields=["attempts"])
    if version.attempts < MAX_ATTEMPTS:
        _put_off(version, LOOK_AGAIN)
        return
    files.alarm(f"Document version {version.pk}: its original was lost before it was checked.")
    documents.record_result(version.pk, fault=FileFault.LOST)


def _put_off(version: DocumentVersion, wait: timedelta) -> None:
    DocumentVersion.objects.filter(pk=version.pk).update(next_attempt_at=Now() + wait)


@contextmanager
def _held(version_id: int) -> Iterator[bool]:
    """Yields whether the version is this worker's to check. It is until the end, or until the worker dies."""
    numbers = [LOCK, version_id % LOCKS]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", numbers)
        is_mine = cursor.fetchone()[0]
    try:
        yield is_mine
    finally:
        if is_mine:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", numbers)


def in_work() -> set[int]:
    """Returns the second numbers of the locks that workers hold."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT objid::bigint FROM pg_locks WHERE locktype = 'advisory' AND classid = %s AND objsubid = 2 "
            "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
            [LOCK],
        )
        return {row[0] for row in cursor.fetchall()}
