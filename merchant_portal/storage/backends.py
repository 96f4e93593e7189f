"""The two storages: a private folder and a private bucket. Used through `place` only."""

import contextlib
import os
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, NamedTuple

from botocore.exceptions import ClientError
from django.core.files.base import ContentFile
from django.core.files.move import file_move_safe
from django.core.files.storage import FileSystemStorage
from storages.backends.s3 import S3Storage

MARKER = ".portal-storage"
MARKER_TEXT = b"The portal keeps its documents here. It stores nothing where this file is missing.\n"
PIECE = 256 * 1024  # bytes
NO_SUCH_KEY = ("NoSuchKey", "404")


class NotPrepared(OSError):
    """The folder is not the one that was prepared: gone, or a disk that is not mounted."""

    def __str__(self):
        return f"no {MARKER} is there"


class Listed(NamedTuple):
    """One stored file: its key, and when it was written (aware)."""

    key: str
    modified_at: datetime


class PrivateFolder(FileSystemStorage):
    """A folder that only the portal's user can enter. A file is there whole or not at all."""

    def get_available_name(self, name, max_length=None):
        """Returns `name`: names are random, and a page picture rendered again takes the place of the old one."""
        return name

    def is_prepared(self) -> bool:
        """Returns whether the marker is there. Raises OSError when the folder cannot be read."""
        return not self.missing([MARKER])

    def prepare(self) -> None:
        """Makes the folder and its marker."""
        os.makedirs(self.location, mode=self.directory_permissions_mode, exist_ok=True)
        self._write(MARKER, ContentFile(MARKER_TEXT))

    def fetch(self, key: str) -> IO[bytes]:
        """Returns the open file. Raises FileNotFoundError, or another OSError."""
        return open(self.path(key), "rb")

    def missing(self, keys: list[str]) -> list[str]:
        """Returns which of `keys` are not there. Raises OSError when that cannot be seen."""
        return [key for key in keys if not self._is_there(key)]

    def listing(self, folder: str, after: str = "") -> Iterator[Listed]:
        """Yields the files of `folder` in the order of their keys, those behind `after`."""
        if not self._is_there(folder) and self.is_prepared():
            return  # nothing was ever stored there
        with os.scandir(self.path(folder)) as entries:
            found = sorted((f"{folder}/{entry.name}", entry) for entry in entries if entry.is_file())
        for key, entry in found:
            if key > after:
                with contextlib.suppress(FileNotFoundError):  # removed meanwhile
                    yield Listed(key, datetime.fromtimestamp(entry.stat().st_mtime, UTC))

    def _is_there(self, key: str) -> bool:
        try:
            os.stat(self.path(key))
        except (FileNotFoundError, NotADirectoryError):
            return False
        return True

    def _save(self, name, content):
        if not self.is_prepared():
            raise NotPrepared
        return self._write(name, content)

    def _write(self, name: str, content) -> str:
        """Writes beside its place and moves it there, so that a full disk or a power cut leaves no half file."""
        place = Path(self.path(name))
        half = place.with_name(f"{place.name}.half")
        place.parent.mkdir(mode=self.directory_permissions_mode, exist_ok=True)
        try:
            self._fill(half, content)
            half.chmod(self.file_permissions_mode)
            half.replace(place)
        except BaseException:
            half.unlink(missing_ok=True)
            raise
        return name

    @staticmethod
    def _fill(half: Path, content) -> None:
        if hasattr(content, "temporary_file_path"):
            file_move_safe(content.temporary_file_path(), half, allow_overwrite=True)
            return
        with half.open("wb") as file:
            for piece in content.chunks():
                file.write(piece)


class PrivateBucket(S3Storage):
    """A bucket that nobody reads without our signature."""

    def is_prepared(self) -> bool:
        """Returns whether the marker is there. Raises what the bucket answers."""
        return not self.missing([MARKER])

    def prepare(self) -> None:
        """Writes the marker."""
        self.save(MARKER, ContentFile(MARKER_TEXT))

    def fetch(self, key: str) -> IO[bytes]:
        """Returns a copy of the file, whole, so that nothing can fail while it is sent on. Raises FileNotFoundError,
        or what the bucket answers.
        """
        copy = tempfile.SpooledTemporaryFile(max_size=PIECE)  # noqa: SIM115 - the caller closes it
        try:
            with contextlib.closing(self.bucket.Object(key).get()["Body"]) as body:
                for piece in body.iter_chunks(PIECE):
                    copy.write(piece)
        except ClientError as error:
            copy.close()
            if error.response["Error"]["Code"] in NO_SUCH_KEY:
                raise FileNotFoundError(key) from error
            raise
        except BaseException:
            copy.close()
            raise
        copy.seek(0)
        return copy

    def missing(self, keys: list[str]) -> list[str]:
        """Returns which of `keys` are not there, in one request where they begin alike."""
        listed = self.bucket.objects.filter(Prefix=os.path.commonprefix(keys))
        found = {entry.key for entry in listed}
        return [key for key in keys if key not in found]

    def listing(self, folder: str, after: str = "") -> Iterator[Listed]:
        """Yields the files of `folder` in the order of their keys, those behind `after`."""
        for entry in self.bucket.objects.filter(Prefix=f"{folder}/", Marker=after):
            yield Listed(entry.key, entry.last_modified)
