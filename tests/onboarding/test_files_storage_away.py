"""A storage that hangs, is full or is not mounted: 503, and nothing is lost or half written."""

import tempfile

import pytest

from merchant_portal.storage import private
from onboarding.models import DocumentVersion
from tests.onboarding.test_documents import LICENCE
from tests.sample_files import upload
from tests.silent_server import SilentServer
from tests.storages import files as files_in
from tests.storages import room_for, use

pytestmark = pytest.mark.usefixtures("catalogue_loaded")


@pytest.fixture
def hanging(settings):
    """A storage that hangs."""
    with SilentServer() as server:
        use(settings, server.storage_url, read_seconds=0.2)
        yield server


def test_an_upload_to_a_storage_that_hangs_is_503_and_no_row(signed_in, version, hanging):
    answer = signed_in.post(LICENCE, {"file": upload(), "part": 1})
    assert answer.status_code == 503 and "Nothing was lost" in answer.content.decode()
    assert DocumentVersion.objects.count() == 1


def test_a_full_folder_for_temporary_files_is_503_and_leaves_nothing(signed_in, version, tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with room_for(300_000):
        answer = signed_in.post(LICENCE, {"file": upload(b"%PDF-" + b"x" * 600_000), "part": 1})
    assert answer.status_code == 503 and "Nothing was lost" in answer.content.decode()
    assert DocumentVersion.objects.count() == 1 and not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_a_full_disk_is_503_and_leaves_nothing(signed_in, settings, version, tmp_path):
    use(settings, f"file://{tmp_path}")
    private.prepare()
    with room_for(10_000):
        answer = signed_in.post(LICENCE, {"file": upload(b"%PDF-" + b"x" * 100_000), "part": 1})
    assert answer.status_code == 503 and answer["Retry-After"] == "30"
    assert DocumentVersion.objects.count() == 1 and files_in(tmp_path) == set()


def test_a_folder_that_is_not_mounted_is_503_for_every_file_and_nothing_is_noted(
    signed_in, version, settings, tmp_path
):
    use(settings, f"file://{tmp_path}")
    answers = [signed_in.get(f"/documents/{version.pk}/"), signed_in.post(LICENCE, {"file": upload(), "part": 1})]
    assert [answer.status_code for answer in answers] == [503, 503] and not list(tmp_path.iterdir())
    version.refresh_from_db()
    assert version.original_missing_at is None and DocumentVersion.objects.count() == 1


def test_taking_away_works_while_the_storage_hangs(signed_in, version, hanging, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        assert signed_in.post(f"{LICENCE}{version.pk}/remove/").status_code == 302
    version.refresh_from_db()
    assert version.removed_at
