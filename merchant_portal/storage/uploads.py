"""Receiving uploads into the folder for temporary files: a full one is trouble of ours, told as such."""

import logging

from django.core.files.uploadhandler import SkipFile, TemporaryFileUploadHandler

from merchant_portal.storage.access import StorageUnavailable, describe

logger = logging.getLogger(__name__)


class TemporaryFileHandler(TemporaryFileUploadHandler):
    """Skips a file that cannot be written, so that the rest of the form is still read; `check_received` tells."""

    def new_file(self, *args, **kwargs):
        try:
            super().new_file(*args, **kwargs)
        except OSError as error:
            self._skip(error)

    def receive_data_chunk(self, raw_data, start):
        try:
            super().receive_data_chunk(raw_data, start)
        except OSError as error:
            self._skip(error)

    def _skip(self, error: OSError):
        logger.error("an upload could not be received: %s", describe(error))
        self.request.upload_was_skipped = True
        raise SkipFile from error


def check_received(request) -> None:
    """Raises StorageUnavailable if a file of this request could not be received."""
    if request.FILES is not None and getattr(request, "upload_was_skipped", False):
        raise StorageUnavailable
