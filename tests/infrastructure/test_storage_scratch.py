"""Copies of originals that a killed worker left are gone after the next start; those of the living stay."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from merchant_portal.local.processes import tied
from merchant_portal.storage import scratch
from tests import worker as workers
from tests.worker import wait_for

HOLD = """
import sys, time
from merchant_portal.storage import scratch
(scratch.own_folder() / "original").write_bytes(b"secret")
print("ready", flush=True)
time.sleep(60)
"""


@pytest.fixture(autouse=True)
def temporary(tmp_path, monkeypatch) -> Path:
    """The folder for temporary files, this test's own."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    scratch.folders.clear()
    yield tmp_path
    scratch.folders.clear()


def copies(folder: Path) -> list[Path]:
    return list(folder.rglob("original"))


def holder() -> subprocess.Popen:
    """Returns a process that has a copy open."""
    process = subprocess.Popen([sys.executable, "-c", HOLD], stdout=subprocess.PIPE, **tied(signal.SIGKILL))
    assert process.stdout.readline() == b"ready\n"
    return process


def end(process: subprocess.Popen) -> None:
    process.kill()
    process.wait(10)
    process.stdout.close()


def test_only_the_copies_of_the_dead_are_removed(temporary):
    living, killed = holder(), holder()
    end(killed)
    assert len(copies(temporary)) == 2
    assert scratch.remove_left_behind() == 1
    assert len(copies(temporary)) == 1
    end(living)
    assert scratch.remove_left_behind() == 1 and copies(temporary) == []


def test_what_is_not_ours_is_left_alone(temporary):
    kept = temporary / "document-of-another-program" / "original"
    kept.parent.mkdir()
    kept.write_bytes(b"x")
    scratch.remove_left_behind()
    assert kept.exists()


def test_the_copies_are_private_and_a_foreign_folder_is_refused(temporary):
    folder = scratch.own_folder()
    assert folder.parent.stat().st_mode & 0o077 == 0 and folder.stat().st_mode & 0o077 == 0
    assert scratch.own_folder() == folder
    folder.parent.chmod(0o777)
    scratch.folders.clear()
    with pytest.raises(PermissionError, match="not a private folder"):
        scratch.own_folder()
    assert scratch.remove_left_behind() == 0


def test_a_folder_that_was_swept_away_is_made_again(temporary):
    shutil.rmtree(scratch.own_folder())
    assert (scratch.own_folder() / "lock").exists()


def test_a_link_in_its_place_is_refused(temporary):
    (temporary / f"merchant-portal-{os.getuid()}").symlink_to("/")
    with pytest.raises((PermissionError, FileExistsError)):
        scratch.own_folder()


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_starts_removes_what_a_killed_one_left(temporary, sink, tmp_path):
    end(holder())
    assert copies(temporary)
    worker = workers.worker(tmp_path / "log", sink.url).start()
    try:
        wait_for(lambda: not copies(temporary))
    finally:
        worker.kill()


def test_an_upload_is_received_there_and_a_web_process_that_starts_removes_what_was_left(temporary, rf):
    data = {"file": SimpleUploadedFile("licence.pdf", b"x" * 600_000)}
    upload = rf.post("/", data).FILES["file"]
    assert Path(upload.temporary_file_path()).parent == scratch.own_folder() and upload.size == 600_000
    upload.close()
    end(holder())
    assert copies(temporary)
    subprocess.run([sys.executable, "-c", "import merchant_portal.wsgi"], check=True)
    assert copies(temporary) == [] and scratch.own_folder().exists()
