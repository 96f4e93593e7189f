"""Checking uploads: what was lost is refused after three attempts, what cannot be reached waits, nobody starves."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone

from merchant_portal.storage import private
from onboarding import tasks
from onboarding.actions import checking
from onboarding.models import DocumentVersion
from tests.onboarding.joining import open_documents, save_company
from tests.onboarding.test_documents import LICENCE
from tests.sample_files import upload
from tests.silent_server import SilentServer
from tests.storages import use

pytestmark = pytest.mark.usefixtures("catalogue_loaded")


@pytest.fixture
def version(signed_in):
    """A document that waits for its check."""
    save_company(signed_in)
    signed_in.post(LICENCE, {"file": upload(), "part": 1})
    return DocumentVersion.objects.get()


@pytest.fixture
def woken(monkeypatch):
    """The ids that the sweep wakes."""
    asked = []
    monkeypatch.setattr(checking.background, "wake", lambda task, pk: asked.append(pk))
    return asked


def later(seconds: float) -> None:
    """Lets time pass for every document that waits."""
    for row in DocumentVersion.objects.all():
        DocumentVersion.objects.filter(pk=row.pk).update(
            next_attempt_at=row.next_attempt_at - timedelta(seconds=seconds)
        )


def test_a_lost_original_is_refused_after_three_tries_with_a_sentence(signed_in, version):
    default_storage.delete(version.key)
    for attempts in (1, 2):
        tasks.check_document(version.pk)
        version.refresh_from_db()
        assert (version.status, version.attempts) == ("checking", attempts) and version.next_attempt_at > timezone.now()
    tasks.check_document(version.pk)
    version.refresh_from_db()
    assert (version.status, version.fault) == ("refused", "lost")
    page = signed_in.get(LICENCE).content.decode()
    assert "We lost this file before it was checked" in page and 'data-status="refused"' in page
    signed_in.post(LICENCE, {"file": upload(), "part": 1})
    open_documents()
    assert DocumentVersion.objects.latest("pk").status == "clean"


def test_a_storage_that_does_not_answer_never_counts(version, settings, tmp_path):
    kept = settings.STORAGES
    with SilentServer() as server:
        use(settings, server.storage_url, read_seconds=0.1)
        for _ in range(4):
            tasks.check_document(version.pk)
    use(settings, f"file://{tmp_path}")  # a disk that is not mounted
    tasks.check_document(version.pk)
    version.refresh_from_db()
    assert (version.status, version.attempts) == ("checking", 0) and version.next_attempt_at > timezone.now()
    settings.STORAGES = kept
    tasks.check_document(version.pk)
    version.refresh_from_db()
    assert version.status == "clean"


def test_a_fault_of_ours_is_reported_and_put_off(version, monkeypatch):
    def no_room(*unused, **more):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(checking.rendering, "render", no_room)
    with pytest.raises(OSError, match="No space"):
        tasks.check_document(version.pk)
    version.refresh_from_db()
    assert version.status == "checking" and version.next_attempt_at > timezone.now()


def test_a_lost_wake_up_is_found_within_fifteen_seconds(version, woken):
    tasks.check_waiting_documents()
    assert woken == [], "it was woken a moment ago"
    later(10)  # beat sweeps every 5 s
    tasks.check_waiting_documents()
    assert woken == [version.pk]
    tasks.check_waiting_documents()
    assert woken == [version.pk], "and not again at once"


def test_what_is_put_off_or_checked_is_left_alone(version, woken):
    default_storage.delete(version.key)
    tasks.check_document(version.pk)
    tasks.check_waiting_documents()
    private.write(version.key, upload().read())
    later(20)
    tasks.check_waiting_documents()
    assert woken == [version.pk]
    tasks.check_document(version.pk)
    later(60)
    tasks.check_waiting_documents()
    assert woken == [version.pk]


def test_broken_rows_do_not_starve_the_others(signed_in, version, woken, monkeypatch):
    monkeypatch.setattr(checking, "AT_ONCE", 1)
    signed_in.post(LICENCE, {"file": upload(), "part": 1})
    second = DocumentVersion.objects.latest("pk")
    woken.clear()
    for _ in range(4):
        later(10)
        tasks.check_waiting_documents()
    assert woken == [version.pk, second.pk, version.pk, second.pk]


def test_a_row_in_work_is_not_woken(version, woken):
    later(60)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s, %s)", [checking.LOCK, version.pk])
    tasks.check_waiting_documents()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [checking.LOCK, version.pk])
    assert woken == []
    tasks.check_waiting_documents()
    assert woken == [version.pk]
