"""A real bucket: a file that is not there, a bucket that is not there, and a server that refuses, told apart."""

import contextlib

import pytest
from django.core.files.storage import default_storage

from merchant_portal.storage import private
from merchant_portal.storage.access import FileMissing, StorageUnavailable
from tests import s3
from tests.sample_files import pdf_bytes, upload
from tests.storages import every_access, use


@pytest.fixture
def bucket(own_bucket, settings):
    use(settings, own_bucket)
    private.prepare()
    yield own_bucket
    default_storage.connection.meta.client.close()


def test_a_file_comes_back_whole_and_one_that_is_not_there_is_missing(bucket):
    data = pdf_bytes(3) + b"x" * 1_000_000
    key = private.store(upload(data), "documents").key
    with private.open_file(key) as file:
        assert file.read() == data
    assert private.missing([key, f"{key}-page-1.jpg"]) == [f"{key}-page-1.jpg"]
    private.delete(key)
    with pytest.raises(FileMissing):
        private.open_file(key)


def test_without_its_mark_nothing_is_called_missing(bucket):
    default_storage.delete(".portal-storage")
    with pytest.raises(StorageUnavailable):
        private.open_file("documents/x")
    with pytest.raises(StorageUnavailable):
        private.missing(["documents/x"])


def test_a_bucket_that_is_not_there_lacks_no_single_file(bucket, settings):
    with contextlib.closing(default_storage.connection.meta.client):
        use(settings, bucket.replace(f"/{s3.BUCKET}", "/no-such-bucket"))
    for look in (lambda: private.open_file("documents/x"), lambda: private.missing(["documents/x"])):
        with pytest.raises(StorageUnavailable):
            look()


@pytest.mark.parametrize(
    "bend",
    [
        lambda url: url.replace(s3.SECRET, "another-secret"),
        lambda url: url.replace(f"{s3.KEY}:{s3.SECRET}", ":".join(s3.STRANGER)),
    ],
    ids=["wrong secret", "a stranger"],
)
def test_a_server_that_refuses_is_unavailable_and_no_file_is_missing(bucket, settings, bend):
    with contextlib.closing(default_storage.connection.meta.client):
        use(settings, bend(bucket))
    for use_storage in every_access():
        with pytest.raises(StorageUnavailable):
            use_storage()
