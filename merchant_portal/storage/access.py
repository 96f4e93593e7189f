"""Every access to stored files passes here: trouble of the storage becomes one refusal, and few wait for it at once."""

import errno
import logging
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from boto3.exceptions import Boto3Error
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.core.files.storage import default_storage
from django.utils.translation import gettext_lazy as _

from merchant_portal.errors import Busy, Refused

PATIENCE_SECONDS = 0.5  # how long a request waits for a free place beside others that use the storage
TROUBLES = (OSError, BotoCoreError, ClientError, Boto3Error)

logger = logging.getLogger(__name__)


class StorageUnavailable(Busy):
    """The storage does not answer, is full, or is not the one that was prepared. Nothing was written."""

    sentence = _("We can't reach our document storage at the moment. Nothing was lost. Try again in a minute.")
    template = "errors/storage.html"
    retry_after = 30  # seconds


class FileMissing(Refused):
    """The storage answers, and has no file under this key."""

    status = 404
    sentence = _("We can't find this file in our storage. Our team has been alerted.")
    template = "errors/file_missing.html"


@contextmanager
def access() -> Iterator[None]:
    """Holds one of the STORAGE_REQUESTS places of this process while the storage is used.

    Raises StorageUnavailable when no place is free within PATIENCE_SECONDS and for every trouble of the storage
    inside, but FileMissing where only the file is not there.
    """
    places = slots()
    if not places.acquire(timeout=PATIENCE_SECONDS):
        logger.error("storage unavailable: too many requests are waiting for it")
        raise StorageUnavailable
    try:
        yield
    except FileNotFoundError as error:
        raise _missing_or_unavailable(error) from error
    except TROUBLES as error:
        raise _unavailable(error) from error
    finally:
        places.release()


@cache
def slots() -> threading.BoundedSemaphore:
    return threading.BoundedSemaphore(settings.STORAGE_REQUESTS)


os.register_at_fork(after_in_child=slots.cache_clear)


def _missing_or_unavailable(error: FileNotFoundError) -> Refused:
    """Returns FileMissing if this is the storage that was prepared: a disk that is not mounted lacks every file."""
    try:
        is_ours = default_storage.is_prepared()
    except TROUBLES as trouble:
        return _unavailable(trouble)
    return FileMissing() if is_ours else _unavailable(error)


def _unavailable(error: Exception) -> StorageUnavailable:
    logger.error("storage unavailable: %s", describe(error))
    return StorageUnavailable()


def describe(error: BaseException) -> str:
    """Returns what is wrong in a few words for operators, without keys or names of files."""
    if isinstance(error, ClientError):
        return f"the bucket answers {error.response.get('Error', {}).get('Code', 'with an error')}"
    if isinstance(error, OSError) and error.errno in errno.errorcode:
        return f"{type(error).__name__}: {os.strerror(error.errno)}"
    return str(error) if isinstance(error, BotoCoreError) else type(error).__name__
