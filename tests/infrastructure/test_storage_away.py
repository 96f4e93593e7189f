"""A storage that hangs, refuses, is full or gone: one refusal, soon, and nothing half-written."""

import errno
import os
import shutil
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.core.files.storage import default_storage

from merchant_portal.storage import access, backends, private
from merchant_portal.storage.access import FileMissing, StorageUnavailable
from tests.sample_files import upload
from tests.silent_server import SilentServer
from tests.storages import BIG, big_upload, every_access, files, room_for, use
from tests.worker import wait_for


@pytest.fixture
def folder(settings, tmp_path) -> Path:
    """A prepared folder of this test's own."""
    use(settings, f"file://{tmp_path}/files")
    private.prepare()
    return tmp_path / "files"


@pytest.fixture
def hanging(settings):
    """A bucket whose server accepts and says nothing."""
    with SilentServer() as server:
        use(settings, server.storage_url, read_seconds=0.3)
        yield server
        default_storage.connection.meta.client.close()


@pytest.fixture(autouse=True)
def few_places(settings):
    settings.STORAGE_REQUESTS = 2
    access.slots.cache_clear()
    yield
    access.slots.cache_clear()


def test_a_server_that_hangs_is_given_up_after_one_retry(hanging):
    for number, use_storage in enumerate(every_access(), start=1):
        began = time.monotonic()
        with pytest.raises(StorageUnavailable):
            use_storage()
        assert time.monotonic() - began >= 0.6 and hanging.heard == 2 * number


def test_the_time_outs_are_those_of_the_settings():
    config = private.storage_settings("s3://k:s@s3.example/documents")["OPTIONS"]["client_config"]
    assert (config.connect_timeout, config.read_timeout) == (2, 10)
    assert config.retries["total_max_attempts"] == 2


def test_nobody_listens(settings):
    with SilentServer() as server:
        url = server.storage_url
    use(settings, url)
    for use_storage in every_access():
        with pytest.raises(StorageUnavailable):
            use_storage()


def test_only_so_many_wait_and_the_others_are_refused_at_once(settings, hanging):
    use(settings, hanging.storage_url, read_seconds=60)

    def one(_number):
        with pytest.raises(StorageUnavailable):
            private.open_file("documents/x")

    with ThreadPoolExecutor(5) as pool:
        asked = [pool.submit(one, number) for number in range(5)]
        wait_for(lambda: hanging.heard == 2 and any(one.done() for one in asked))
        wait_for(lambda: sum(one.done() for one in asked) == 3)
        hanging.hang_up()
        assert [one.result() for one in asked] == [None] * 5


def test_a_place_is_free_again_after_trouble(folder):
    for _ in range(5):
        with pytest.raises(FileMissing):
            private.open_file("documents/nowhere")
    assert private.store(upload(), "documents").size


@pytest.mark.parametrize("made", [upload, big_upload])
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS])
def test_a_write_that_breaks_off_leaves_nothing(folder, monkeypatch, made, number):
    private.write("documents/first", b"x")

    def fill(half, content):
        half.write_bytes(b"half of it")
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(backends.PrivateFolder, "_fill", staticmethod(fill))
    with pytest.raises(StorageUnavailable):
        private.store(made(), "documents")
    assert files(folder) == {"first"}


def test_what_is_written_again_takes_the_place_of_what_was_there(folder):
    for data in (b"old and long", b"new"):
        private.write("documents/page", data)
    with private.open_file("documents/page") as file:
        assert file.read() == b"new"


def test_a_folder_that_is_gone_is_not_made_anew_and_lacks_no_single_file(folder):
    key = private.store(upload(), "documents").key
    shutil.rmtree(folder)
    for use_storage in (
        lambda: private.store(upload(), "documents"),
        lambda: private.open_file(key),
        lambda: private.missing([key]),
    ):
        with pytest.raises(StorageUnavailable):
            use_storage()
    assert not folder.exists()
    folder.mkdir()  # the empty place where a disk is mounted
    for use_storage in (
        lambda: private.store(upload(), "documents"),
        lambda: private.open_file(key),
        lambda: private.missing([key]),
    ):
        with pytest.raises(StorageUnavailable):
            use_storage()
    assert list(folder.iterdir()) == []


def test_a_folder_that_cannot_be_read_is_no_missing_file(folder):
    shutil.rmtree(folder)
    folder.symlink_to(folder)  # leads in a circle, which stops also root
    for use_storage in every_access():
        with pytest.raises(StorageUnavailable):
            use_storage()


def test_a_disk_without_room_leaves_nothing(folder):
    with room_for(backends.PIECE), pytest.raises(StorageUnavailable):
        private.store(upload(b"x" * BIG), "documents")
    assert files(folder) == set()
    assert private.store(upload(b"x" * BIG), "documents").size == BIG
