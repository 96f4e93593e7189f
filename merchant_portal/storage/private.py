"""Where documents are stored: a private S3-compatible bucket, or a private folder. No key holds a name of a sender."""

import hashlib
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import IO
from urllib.parse import parse_qsl, unquote, urlsplit

from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from merchant_portal.storage.access import access
from merchant_portal.storage.backends import Listed, NotPrepared

LOOPBACK = ("localhost", "127.0.0.1", "::1")
KEY_BYTES = 20  # random, so that a key cannot be guessed
ATTEMPTS = 2  # the request and one retry
IN_ONE_PIECE = 64 * 1024 * 1024  # bytes; more than an upload may have
BUCKET = {
    "default_acl": None,
    "querystring_auth": True,
    "querystring_expire": 60,
    # otherwise the bucket would keep, and serve, the type that the sender claims
    "object_parameters": {"ContentType": "application/octet-stream", "ContentDisposition": "attachment"},
    # names are random: asking whether one exists would only cost a request
    "file_overwrite": True,
    # one request in this thread: parts in threads of their own would each have their own time-outs
    "transfer_config": TransferConfig(multipart_threshold=IN_ONE_PIECE, use_threads=False),
}


def read_url(text: str) -> str:
    """Returns `text` if `storage_settings` can read it. Raises ValueError with what it must look like."""
    parts = urlsplit(text)
    complete = parts.hostname and parts.username and parts.password and parts.path.strip("/")
    if parts.scheme != "file" and not (parts.scheme == "s3" and complete):
        raise ValueError("must be file:///folder or s3://KEY:SECRET@host[:port]/bucket?region=…")
    return text


def storage_settings(url: str, *, connect_seconds: float = 2, read_seconds: float = 10) -> dict:
    """Returns Django's STORAGES entry for `file:///folder` or `s3://KEY:SECRET@host[:port]/bucket?region=…`.

    Signed with version 4, addressed by path, private. Over https, except to this machine; `?tls=0` and `?tls=1` say
    otherwise. A bucket gets `connect_seconds` to take a connection, `read_seconds` for each answer, and one retry.
    """
    parts = urlsplit(url)
    if parts.scheme == "file":
        options = {
            "location": unquote(parts.path),
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        }
        return {"BACKEND": "merchant_portal.storage.backends.PrivateFolder", "OPTIONS": options}
    query = dict(parse_qsl(parts.query))
    options = {
        "bucket_name": parts.path.strip("/"),
        "access_key": unquote(parts.username or ""),
        "secret_key": unquote(parts.password or ""),
        "endpoint_url": f"{_scheme(parts.hostname, query)}://{parts.netloc.rpartition('@')[2]}",
        "region_name": query.get("region", "us-east-1"),
        "client_config": _client_config(connect_seconds, read_seconds),
    }
    return {"BACKEND": "merchant_portal.storage.backends.PrivateBucket", "OPTIONS": BUCKET | options}


def _client_config(connect_seconds: float, read_seconds: float) -> Config:
    return Config(
        signature_version="s3v4",  # beside the Config it would be overridden
        s3={"addressing_style": "path"},
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
        connect_timeout=connect_seconds,
        read_timeout=read_seconds,
        retries={"mode": "standard", "total_max_attempts": ATTEMPTS},
    )


def _scheme(host: str | None, query: dict) -> str:
    encrypted = query.get("tls", "0" if host in LOOPBACK else "1") != "0"
    return "https" if encrypted else "http"


@dataclass(frozen=True)
class StoredFile:
    """A file that was put away: its key, its size in bytes and its SHA-256 in hex."""

    key: str
    size: int
    sha256: str


def new_key(folder: str) -> str:
    """Returns a fresh random key in `folder`."""
    return f"{folder}/{secrets.token_hex(KEY_BYTES)}"


def store(upload, folder: str) -> StoredFile:
    """Stores an uploaded file under a random key and returns what was stored. The file is read piece by piece.

    Raises StorageUnavailable; then nothing of it stays.
    """
    digest = hashlib.sha256()
    with access():
        for piece in upload.chunks():
            digest.update(piece)
        upload.seek(0)
        upload.name = "document"  # nothing of the sender's name travels on
        key = default_storage.save(new_key(folder), upload)
    return StoredFile(key=key, size=upload.size, sha256=digest.hexdigest())


def write(key: str, data: bytes) -> None:
    """Stores `data` under `key`, in the place of what may be there. Raises StorageUnavailable."""
    with access():
        default_storage.save(key, ContentFile(data))


def open_file(key: str) -> IO[bytes]:
    """Returns the file, open for reading; the caller closes it. Raises FileMissing or StorageUnavailable."""
    with access():
        return default_storage.fetch(key)


def delete(key: str) -> None:
    """Deletes the file; one that is not there is deleted already. Raises StorageUnavailable."""
    with access():
        default_storage.delete(key)


def missing(keys: Iterable[str]) -> list[str]:
    """Returns which of `keys` are not there. Raises StorageUnavailable, also when none of the storage is there."""
    keys = list(keys)
    with access():
        gone = default_storage.missing(keys) if keys else []
        if gone and not default_storage.is_prepared():
            raise NotPrepared
        return gone


def is_there(key: str) -> bool:
    """Returns whether the file is there, also in a storage that was not prepared. Raises StorageUnavailable."""
    with access():
        return not default_storage.missing([key])


def listing(folder: str, after: str = "") -> Iterator[Listed]:
    """Yields the files of `folder` behind the key `after`, in the order of their keys. Raises StorageUnavailable."""
    with access():
        yield from default_storage.listing(folder, after)


def is_prepared() -> bool:
    """Returns whether this is the storage that `prepare` marked. Raises StorageUnavailable."""
    with access():
        return default_storage.is_prepared()


def prepare() -> None:
    """Marks the storage as the portal's; a folder is made. Raises StorageUnavailable."""
    with access():
        default_storage.prepare()
