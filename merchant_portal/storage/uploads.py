"""Receiving uploads into this process's temporary folder: a full one is our problem, and the page says so."""

import logging
import tempfile

from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile, TemporaryFileUploadHandler

from merchant_portal.storage import scratch
from merchant_portal.storage.access import StorageUnavailable, describe

logger = logging.getLogger(__name__)


class ReceivedFile(TemporaryUploadedFile):
    """An upload on disk, where it is removed also when this process is killed."""

    def __init__(self, *about):
        file = tempfile.NamedTemporaryFile(dir=scratch.own_folder())  # noqa: SIM115 - closed with the request
        UploadedFile.__init__(self, file, *about)


class TemporaryFileHandler(TemporaryFileUploadHandler):
    """Skips a file that cannot be written, so that the rest of the form is still read; `check_received` tells."""

    def new_file(self, *args, **kwargs):
        FileUploadHandler.new_file(self, *args, **kwargs)
        try:
            self.file = ReceivedFile(self.file_name, self.content_type, 0, self.charset, self.content_type_extra)
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
