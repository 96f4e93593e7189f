"""Whether the storage is there, is ours, and gives back what it was given."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.files.base import ContentFile

from merchant_portal.storage import private
from merchant_portal.storage.access import StorageUnavailable, describe
from merchant_portal.storage.backends import MARKER

SAMPLE = b"asked by doctor"


class StorageProblem(Exception):
    """What is wrong with the storage, in one line for operators."""


def check_storage() -> str:
    """Returns where the storage is, after a sample was stored, read and deleted. Raises StorageProblem."""
    try:
        if not private.is_prepared():
            raise StorageProblem(
                f"no {MARKER} is there: mount the disk, or prepare a new storage by manage.py prepare_storage"
            )
        _store_a_sample()
    except StorageUnavailable as unavailable:
        raise StorageProblem(describe(unavailable.__cause__ or unavailable)) from unavailable
    parts = urlsplit(settings.STORAGE_URL)
    return f"{parts.scheme}: {parts.hostname or ''}{parts.path}"


def _store_a_sample() -> None:
    key = private.store(ContentFile(SAMPLE, name="sample"), "doctor").key
    try:
        with private.open_file(key) as stored:
            if stored.read() != SAMPLE:
                raise StorageProblem("what was stored does not come back")
    finally:
        private.delete(key)
