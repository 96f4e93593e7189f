"""Comparing the storage with the database: files that rows name and that are missing, and files that no row names."""

import re
import time
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import islice

from django.core.cache import cache
from django.db.models import Exists, OuterRef, Q, QuerySet

from merchant_portal import clock
from merchant_portal.operations import alarms
from merchant_portal.storage import private
from merchant_portal.storage.backends import Listed
from onboarding.actions import documents, files
from onboarding.models import DocumentVersion, SubmittedDocument
from onboarding.transitions import VersionStatus

FOLDER = "documents"
AT_ONCE = 1000  # files compared in one step
ORPHAN_AGE = timedelta(days=1)  # younger ones may belong to an upload under way
SLICE_SECONDS = 20  # what beat's task takes at once
CURSOR = "verify_storage:after"  # where beat's task goes on
PAGE = re.compile(r"-page-(\d+)\.jpg$")


@dataclass
class Report:
    """What was found. `after` is the key to go on behind, empty when the end was reached."""

    stored: int = 0
    missing: list[DocumentVersion] = field(default_factory=list)
    orphans: list[str] = field(default_factory=list)
    removed: int = 0
    after: str = ""


def verify(*, after: str = "", seconds: float | None = None, remove_orphans: bool = False) -> Report:
    """Compares what is stored with what the rows name, in the order of the keys.

    Arguments: `after`, the key behind which to begin; `seconds`, after which it stops where it is; `remove_orphans`,
    also delete files that no row names and that are older than ORPHAN_AGE. What is missing is noted at its version,
    and what was found again too. Returns the report. Raises StorageUnavailable.
    """
    report = Report(after=after)
    ends = None if seconds is None else time.monotonic() + seconds
    stored = private.listing(FOLDER, after)
    while ends is None or time.monotonic() < ends:
        step = list(islice(stored, AT_ONCE))
        until = step[-1].key if len(step) == AT_ONCE else ""
        _find_missing(report, {file.key for file in step}, until)
        _find_orphans(report, step, remove_orphans)
        report.stored += len(step)
        report.after = until
        if not until:
            break
    if report.missing:
        alarms.raise_alarm(files.LOST, f"{len(report.missing)} documents lack a file: run manage.py verify_storage.")
    return report


def verify_a_slice() -> Report:
    """Goes on for SLICE_SECONDS where the last call ended, and begins anew at the end. Removes nothing."""
    report = verify(after=cache.get(CURSOR, ""), seconds=SLICE_SECONDS)
    cache.set(CURSOR, report.after, timeout=None)
    return report


def _kept() -> QuerySet[DocumentVersion]:
    """Returns the versions whose files are kept: not taken away, or on record in a submission."""
    submitted = Exists(SubmittedDocument.objects.filter(version=OuterRef("pk")))
    return DocumentVersion.objects.filter(Q(removed_at__isnull=True) | submitted)


def _find_missing(report: Report, stored: set[str], until: str) -> None:
    """Looks at the versions between `report.after` and `until`; empty, to the end."""
    versions = _kept().filter(status=VersionStatus.CLEAN, key__gt=report.after)
    if until:
        versions = versions.filter(key__lte=until)
    for version in versions.order_by("key").iterator(AT_ONCE):
        is_noted = version.original_missing_at or version.pictures_missing_at
        # not in this step: missing, or a page picture that comes with the next one
        if (is_noted or not stored.issuperset(documents.files_of(version))) and not files.check_exists(version):
            report.missing.append(version)


def _find_orphans(report: Report, step: list[Listed], remove: bool) -> None:
    old = clock.now() - ORPHAN_AGE
    for key in _without_row([file.key for file in step if file.modified_at < old]):
        report.orphans.append(key)
        if remove:
            private.delete(key)
            report.removed += 1


def _without_row(keys: list[str]) -> list[str]:
    rows = _kept().filter(key__in={PAGE.sub("", key) for key in keys})
    named = {name for version in rows for name in documents.files_of(version)}
    in_work = {version.key for version in rows if version.is_checking}
    return [key for key in keys if key not in named and PAGE.sub("", key) not in in_work]
