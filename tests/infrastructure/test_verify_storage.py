"""`verify_storage`: what rows name and is missing, what no row names; by default it only tells."""

import io
import os
import time
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from merchant_portal.storage import private
from onboarding import tasks
from onboarding.actions import verifying
from onboarding.models import DocumentVersion
from tests.onboarding.joining import fill_all, save_company
from tests.onboarding.test_documents import LICENCE
from tests.sample_files import upload
from tests.silent_server import SilentServer
from tests.storages import files, use

pytestmark = pytest.mark.usefixtures("catalogue_loaded")
TWO_DAYS = 48 * 3600


@pytest.fixture(params=["folder", "bucket"])
def storage(request, settings, tmp_path):
    """A storage of this test's own, in both kinds; the function makes files old."""
    if request.param == "folder":
        use(settings, f"file://{tmp_path}/files")
        private.prepare()
        yield lambda: age(tmp_path / "files")
    else:
        use(settings, request.getfixturevalue("own_bucket"))
        private.prepare()
        before, verifying.ORPHAN_AGE = verifying.ORPHAN_AGE, verifying.ORPHAN_AGE * 0
        yield lambda: time.sleep(1.1)  # a bucket's times are whole seconds
        verifying.ORPHAN_AGE = before


def age(folder: Path) -> None:
    for path in folder.rglob("*"):
        os.utime(path, (time.time() - TWO_DAYS,) * 2)


def run(*arguments) -> str:
    output = io.StringIO()
    try:
        call_command("verify_storage", *arguments, stdout=output)
    except CommandError as error:
        return output.getvalue() + f"FAILED: {error}"
    return output.getvalue()


def test_all_is_well(storage, signed_in):
    fill_all(signed_in)
    storage()
    assert run() == "6 files, 0 documents with missing files, 0 orphans, 0 removed\n"


def test_what_is_missing_is_named_and_fails_and_is_well_again_when_found(storage, signed_in, caplog):
    fill_all(signed_in)
    first, second, _third = DocumentVersion.objects.order_by("pk")
    private.delete(first.page_key(1))
    private.delete(second.key)
    shown = run()
    assert (
        f"missing: page images of version {first.pk}" in shown and f"missing: original of version {second.pk}" in shown
    )
    assert (
        "FAILED: 2 documents have missing files." in shown
        and caplog.text.count("CRITICAL onboarding.actions.files") == 2
    )
    assert "FAILED: 2" in run() and caplog.text.count("CRITICAL onboarding.actions.files") == 2
    private.write(first.page_key(1), b"found")
    private.write(second.key, b"found")
    assert "FAILED" not in run()
    first.refresh_from_db()
    assert first.pictures_missing_at is None


def test_orphans_are_reported_first_and_removed_when_asked(storage, signed_in):
    fill_all(signed_in)
    version = DocumentVersion.objects.first()
    orphans = sorted([private.store(upload(), "documents").key, version.page_key(2), f"{version.key}.half"])
    for key in orphans[1:] + orphans[:1]:
        private.write(key, b"x")
    storage()
    for arguments in ([], ["--dry-run"]):
        shown = run(*arguments)
        assert sorted(line.removeprefix("orphan: ") for line in shown.splitlines()[:-1]) == orphans
    shown = run("--remove-orphans")
    assert "3 orphans, 3 removed" in shown and "0 orphans" in run()
    assert private.missing([version.key, version.page_key(1)]) == [] and private.missing(orphans) == orphans


def test_what_was_submitted_or_is_being_checked_is_no_orphan(storage, signed_in):
    save_company(signed_in)
    signed_in.post(LICENCE, {"file": upload(), "part": 1})
    version = DocumentVersion.objects.get()
    private.write(version.page_key(1), b"in work")
    storage()
    assert "0 orphans" in run("--remove-orphans")


def test_it_goes_on_where_it_stopped(storage, signed_in, monkeypatch):
    fill_all(signed_in)
    monkeypatch.setattr(verifying, "AT_ONCE", 1)
    private.delete(DocumentVersion.objects.order_by("key").last().key)
    first = verifying.verify(seconds=0.000001)
    assert first.stored <= 1
    found, after, steps = [], "", 0
    while steps == 0 or after:
        report = verifying.verify(after=after, seconds=0.000001)
        found, after, steps = found + report.missing, report.after, steps + 1
    assert len(found) == 1 and steps >= 5


def test_a_young_file_without_a_row_belongs_to_an_upload_under_way(settings, tmp_path, db):
    use(settings, f"file://{tmp_path}/files")
    private.prepare()
    private.store(upload(), "documents")
    assert "0 orphans, 0 removed" in run("--remove-orphans") and len(files(tmp_path)) == 1


def test_a_storage_that_does_not_answer_fails_the_command_and_nothing_is_noted(settings, signed_in):
    fill_all(signed_in)
    with SilentServer() as server:
        use(settings, server.storage_url, read_seconds=0.1)
        assert "FAILED: The storage isn't available" in run("--remove-orphans")
        tasks.verify_storage()
    assert not DocumentVersion.objects.exclude(original_missing_at=None).exists()


def test_beat_notes_what_is_missing(settings, tmp_path, signed_in):
    use(settings, f"file://{tmp_path}/files")
    private.prepare()
    fill_all(signed_in)
    version = DocumentVersion.objects.first()
    private.delete(version.key)
    tasks.verify_storage()
    version.refresh_from_db()
    assert version.original_missing_at


def test_a_storage_in_which_nothing_was_ever_stored_lacks_nothing(storage):
    assert run().startswith("0 files, 0 documents with missing files")
