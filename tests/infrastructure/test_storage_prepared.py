"""A storage is marked once, knowingly; without its mark `doctor` and every write say so."""

import io
import shutil

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from merchant_portal.storage import backends, private
from merchant_portal.storage.access import StorageUnavailable
from onboarding.models import DocumentVersion
from tests import worlds
from tests.silent_server import SilentServer
from tests.storages import room_for, use

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(settings, tmp_path):
    """A folder that does not exist yet."""
    use(settings, f"file://{tmp_path}/files")
    settings.STORAGE_URL = f"file://{tmp_path}/files"
    settings.EMAIL_HOST = ""
    return tmp_path / "files"


def prepare(*arguments) -> str:
    output = io.StringIO()
    call_command("prepare_storage", *arguments, stdout=output)
    return output.getvalue()


def doctor() -> str:
    """Returns the line that doctor says of the storage."""
    output = io.StringIO()
    try:
        call_command("doctor", stdout=output)
    except CommandError as error:
        assert "checks failed" in str(error)
    return next(line for line in output.getvalue().splitlines() if line.startswith("storage"))


def test_a_new_one_is_made_private_and_marked_once(folder):
    assert "has been prepared" in prepare() and folder.stat().st_mode & 0o077 == 0
    written = (folder / backends.MARKER).stat().st_mtime_ns
    assert "is already prepared" in prepare() and (folder / backends.MARKER).stat().st_mtime_ns == written


def test_an_empty_folder_is_refused_where_the_database_knows_files(folder):
    prepare()
    worlds.application_at(worlds.Status.DRAFT)
    shutil.rmtree(folder)
    folder.mkdir()
    with pytest.raises(CommandError, match="Mount the right disk"):
        prepare()
    assert list(folder.iterdir()) == []
    assert "has been prepared" in prepare("--new")


def test_one_from_before_the_mark_is_known_by_its_files(folder):
    prepare()
    worlds.application_at(worlds.Status.DRAFT)
    (folder / backends.MARKER).unlink()
    assert "has been prepared" in prepare() and DocumentVersion.objects.exists()


def test_a_bucket_is_marked_too(settings, own_bucket):
    use(settings, own_bucket)
    assert not private.is_prepared()
    assert "has been prepared" in prepare() and private.is_prepared()


def test_one_that_does_not_answer_fails_the_command(settings):
    with SilentServer() as server:
        use(settings, server.storage_url, read_seconds=0.1)
        with pytest.raises(CommandError, match="isn't available"):
            prepare()


def test_doctor_tells_a_disk_that_is_not_mounted_and_makes_nothing(folder):
    for make in (lambda: None, folder.mkdir):
        make()
        line = doctor()
        assert "FAIL" in line and "mount the disk" in line and "prepare_storage" in line
    assert list(folder.iterdir()) == []
    prepare()
    assert "ok" in doctor() and sorted(path.name for path in folder.rglob("*")) == [backends.MARKER, "doctor"]


def test_doctor_tells_what_else_is_wrong(folder, settings):
    prepare()
    with room_for(3):
        line = doctor()
    assert "FAIL" in line and "File too large" in line
    with SilentServer() as server:
        use(settings, server.storage_url, read_seconds=0.1)
        assert "Read timeout" in doctor()
    use(settings, server.storage_url)
    assert "Could not connect" in doctor()


def test_nothing_is_written_into_a_folder_without_the_mark(folder):
    """A disk that is not mounted leaves an empty folder at its place."""
    folder.mkdir()
    with pytest.raises(StorageUnavailable):
        private.store(SimpleUploadedFile("licence.pdf", b"%PDF-1.7"), "documents")
    assert list(folder.iterdir()) == []
