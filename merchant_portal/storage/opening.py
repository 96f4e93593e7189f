"""What a file is, proven by opening it. Names and headers are never asked."""

import io
import re
from enum import StrEnum

from PIL import Image, ImageFile

MEDIA_TYPES = {  # what is accepted, with the ending of such a file's name
    "application/pdf": ".pdf",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/webp": ".webp",
}
IMAGE_FORMATS = ("JPEG", "PNG", "WEBP")
PICTURE_BEGINNINGS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")
WEBP_BEGINNING = re.compile(rb"RIFF....WEBP", re.DOTALL)
# Apple's photos; a file of these brands that also says "avif" is one of another kind
HEIC_BEGINNING = re.compile(rb".{4}ftyp(heic|heix|heim|heis|hevc|hevx|hevm|hevs|mif1|msf1)", re.DOTALL)
BRANDS = 64  # bytes in which such a file names its brands
PDF_MARK = b"%PDF-"
BEGINNING = 1024  # bytes in which a PDF must say that it is one
MAX_PIXELS = 50_000_000  # a picture of 7000 × 7000; more is a bomb or a mistake

Image.MAX_IMAGE_PIXELS = MAX_PIXELS
ImageFile.LOAD_TRUNCATED_IMAGES = False


class FileFault(StrEnum):
    """Why a file is refused. The sentences for people are in `faults.py`."""

    LOST = "lost"
    EMPTY = "empty"
    TOO_BIG = "too_big"
    WRONG_TYPE = "wrong_type"
    HEIC = "heic"
    PASSWORD = "password"  # noqa: S105 - a code
    UNREADABLE = "unreadable"
    TOO_MANY_PAGES = "too_many_pages"
    TOO_LARGE_PICTURE = "too_large_picture"
    SCRIPT = "script"
    ATTACHMENT = "attachment"
    TROUBLE = "trouble"


class Caution(StrEnum):
    """What is to be kept in mind about a file that is accepted. What is read of it is in `faults.py`."""

    FONTS_MISSING = "fonts_missing"
    PAGE_EMPTY = "page_empty"


class FileRefused(Exception):
    """The file is refused for `fault`."""

    def __init__(self, fault: FileFault):
        self.fault = fault
        super().__init__(fault)


def check_upload(upload, *, max_bytes: int) -> None:
    """Raises FileRefused for what shows without opening: empty, too big, or the beginning of another kind of file."""
    if upload.size == 0:
        raise FileRefused(FileFault.EMPTY)
    if upload.size > max_bytes:
        raise FileRefused(FileFault.TOO_BIG)
    check_beginning(upload)


def check_beginning(file) -> None:
    """Raises FileRefused for an open file that begins as neither a picture nor a PDF. Leaves it at its beginning."""
    beginning = file.read(BEGINNING)
    file.seek(0)
    if not beginning:
        raise FileRefused(FileFault.EMPTY)
    if is_heic(beginning):
        raise FileRefused(FileFault.HEIC)
    if not (is_picture(beginning) or PDF_MARK in beginning):
        raise FileRefused(FileFault.WRONG_TYPE)


def is_picture(beginning: bytes) -> bool:
    """Returns whether a file begins as our pictures do. Its end may still be anything: only opening proves it."""
    return beginning.startswith(PICTURE_BEGINNINGS) or WEBP_BEGINNING.match(beginning) is not None


def is_heic(beginning: bytes) -> bool:
    """Returns whether a file begins as a photo of Apple's kind does."""
    return HEIC_BEGINNING.match(beginning) is not None and b"avif" not in beginning[:BRANDS]


def open_picture(data: bytes) -> Image.Image:
    """Returns the picture, its pixels read. Raises FileRefused."""
    try:
        picture = Image.open(io.BytesIO(data), formats=IMAGE_FORMATS)
        if picture.width * picture.height > MAX_PIXELS:
            raise FileRefused(FileFault.TOO_LARGE_PICTURE)
        picture.load()
    except Image.DecompressionBombError:
        raise FileRefused(FileFault.TOO_LARGE_PICTURE) from None
    except (OSError, ValueError, SyntaxError):
        raise FileRefused(FileFault.UNREADABLE) from None
    return picture
