"""Where papers lie: a private S3-compatible bucket, or a private folder. Never a name of the sender's in a key."""

import hashlib
import secrets
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote, urlsplit

from botocore.config import Config
from django.core.files.storage import default_storage

LOOPBACK = ("localhost", "127.0.0.1", "::1")
KEY_BYTES = 20  # random, so that a key cannot be guessed


def storage_settings(url: str) -> dict:
    """Returns Django's STORAGES entry for `file:///folder` or `s3://KEY:SECRET@host[:port]/bucket?region=…`.

    Signed with version 4, addressed by path, private. Over https, except to this machine; `?tls=0` and `?tls=1` say
    otherwise.
    """
    parts = urlsplit(url)
    if parts.scheme == "file":
        options = {
            "location": unquote(parts.path),
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        }
        return {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": options}
    query = dict(parse_qsl(parts.query))
    options = {
        "bucket_name": parts.path.strip("/"),
        "access_key": unquote(parts.username or ""),
        "secret_key": unquote(parts.password or ""),
        "endpoint_url": f"{_scheme(parts.hostname, query)}://{parts.netloc.rpartition('@')[2]}",
        "region_name": query.get("region", "us-east-1"),
        "default_acl": None,
        "querystring_auth": True,
        "querystring_expire": 60,
        # otherwise the bucket would keep, and serve, the type that the sender claims
        "object_parameters": {"ContentType": "application/octet-stream", "ContentDisposition": "attachment"},
        # names are random: asking whether one exists would only cost a request
        "file_overwrite": True,
        "client_config": Config(
            signature_version="s3v4",  # beside the Config it would be overridden
            s3={"addressing_style": "path"},
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        ),
    }
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}


def _scheme(host: str | None, query: dict) -> str:
    encrypted = query.get("tls", "0" if host in LOOPBACK else "1") != "0"
    return "https" if encrypted else "http"


@dataclass(frozen=True)
class Stored:
    """A file that was put away: its key, its size in bytes and its SHA-256 in hex."""

    key: str
    size: int
    sha256: str


def new_key(folder: str) -> str:
    """Returns a fresh random key in `folder`."""
    return f"{folder}/{secrets.token_hex(KEY_BYTES)}"


def put(upload, folder: str) -> Stored:
    """Stores an uploaded file under a random key and returns what was stored. The file is read piece by piece."""
    digest = hashlib.sha256()
    for piece in upload.chunks():
        digest.update(piece)
    upload.seek(0)
    upload.name = "paper"  # nothing of the sender's name travels on
    key = default_storage.save(new_key(folder), upload)
    return Stored(key=key, size=upload.size, sha256=digest.hexdigest())
