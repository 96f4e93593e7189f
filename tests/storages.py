"""Storages of a test's own, good and bad."""

import resource
from contextlib import contextmanager
from pathlib import Path

from django.core.files.uploadedfile import TemporaryUploadedFile

from merchant_portal.storage import backends, private
from tests.sample_files import upload

BIG = 3 * backends.PIECE


def use(settings, url: str, **seconds) -> None:
    """Has the portal store its documents at `url` in this test."""
    settings.STORAGES = settings.STORAGES | {"default": private.storage_settings(url, **seconds)}


def big_upload() -> TemporaryUploadedFile:
    """Returns an upload that lies on disk, as large ones do."""
    file = TemporaryUploadedFile("licence.pdf", "application/pdf", BIG, None)
    file.write(b"x" * BIG)
    file.seek(0)
    return file


def files(folder: Path) -> set[str]:
    """Returns the names of the files in a storage's folder, without its marker."""
    return {path.name for path in folder.rglob("*") if path.is_file()} - {backends.MARKER}


def every_access() -> list:
    """Returns all that is ever done with the storage."""
    return [
        lambda: private.store(upload(), "documents"),
        lambda: private.write("documents/x", b"x"),
        lambda: private.open_file("documents/x"),
        lambda: private.delete("documents/x"),
        lambda: private.missing(["documents/x"]),
        lambda: private.is_prepared(),
        lambda: list(private.listing("documents")),
    ]


@contextmanager
def room_for(size: int):
    """Lets this process write no file larger than `size` bytes: the kernel stops it in the middle."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
