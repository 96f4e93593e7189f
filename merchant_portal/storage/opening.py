"""What a file is, proven by opening it. Names and headers are never asked."""

import io
from enum import StrEnum
from pathlib import Path

import pikepdf
from PIL import Image, ImageFile

MEDIA_TYPES = ("application/pdf", "image/jpeg", "image/png")
IMAGE_FORMATS = ("JPEG", "PNG")
PICTURE_BEGINNINGS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")
PDF_MARK = b"%PDF-"
BEGINNING = 1024  # bytes in which a PDF must say that it is one
MAX_PIXELS = 50_000_000  # a picture of 7000 × 7000; more is a bomb or a mistake
SCRIPT_KEYS = {"/JavaScript", "/JS", "/AA", "/XFA"}  # forms of XFA are programs, and show nothing without one
SCRIPT_ACTIONS = ("/JavaScript", "/Launch")
ATTACHMENT_KEYS = {"/EmbeddedFiles", "/EF"}
ATTACHMENT_TYPES = ("/EmbeddedFile", "/Filespec")

Image.MAX_IMAGE_PIXELS = MAX_PIXELS
ImageFile.LOAD_TRUNCATED_IMAGES = False


class Fault(StrEnum):
    """Why a file is refused. What the sender reads of it stands in `faults.py`."""

    LOST = "lost"
    EMPTY = "empty"
    TOO_BIG = "too_big"
    WRONG_TYPE = "wrong_type"
    PASSWORD = "password"  # noqa: S105 - a code
    UNREADABLE = "unreadable"
    TOO_MANY_PAGES = "too_many_pages"
    TOO_LARGE_PICTURE = "too_large_picture"
    SCRIPT = "script"
    ATTACHMENT = "attachment"
    TROUBLE = "trouble"


class Refused(Exception):
    """The file is refused for `fault`."""

    def __init__(self, fault: Fault):
        self.fault = fault
        super().__init__(fault)


def check_at_the_door(upload, *, max_bytes: int) -> None:
    """Raises Refused for what shows without opening: empty, too big, or the beginning of another kind of file."""
    if upload.size == 0:
        raise Refused(Fault.EMPTY)
    if upload.size > max_bytes:
        raise Refused(Fault.TOO_BIG)
    check_beginning(upload)


def check_beginning(file) -> None:
    """Raises Refused for an open file that begins as neither a picture nor a PDF. Leaves it at its beginning."""
    beginning = file.read(BEGINNING)
    file.seek(0)
    if not beginning:
        raise Refused(Fault.EMPTY)
    if not (is_picture(beginning) or PDF_MARK in beginning):
        raise Refused(Fault.WRONG_TYPE)


def is_picture(beginning: bytes) -> bool:
    """Says whether a file begins as our pictures do. Its end may still be anything: only opening proves it."""
    return beginning.startswith(PICTURE_BEGINNINGS)


def open_picture(data: bytes) -> Image.Image:
    """Returns the picture, its pixels read. Raises Refused."""
    try:
        picture = Image.open(io.BytesIO(data), formats=IMAGE_FORMATS)
        if picture.width * picture.height > MAX_PIXELS:
            raise Refused(Fault.TOO_LARGE_PICTURE)
        picture.load()
    except Image.DecompressionBombError:
        raise Refused(Fault.TOO_LARGE_PICTURE) from None
    except (OSError, ValueError, SyntaxError):
        raise Refused(Fault.UNREADABLE) from None
    return picture


def check_pdf(path: Path, *, max_pages: int) -> int:
    """Returns the number of pages of a harmless PDF. Raises Refused."""
    try:
        with pikepdf.open(path, attempt_recovery=False, inherit_page_attributes=False) as pdf:
            if pdf.is_encrypted:  # also where only the owner's password is set: it opens, but forbids
                raise Refused(Fault.PASSWORD)
            if len(pdf.pages) > max_pages:
                raise Refused(Fault.TOO_MANY_PAGES)
            if not pdf.pages:
                raise Refused(Fault.UNREADABLE)
            _look_through(pdf)
            return len(pdf.pages)
    except pikepdf.PasswordError:
        raise Refused(Fault.PASSWORD) from None
    except (pikepdf.PdfError, ValueError, RuntimeError):
        raise Refused(Fault.UNREADABLE) from None


def _look_through(pdf: pikepdf.Pdf) -> None:
    """Raises Refused for scripts and attachments, wherever they hang: direct objects are walked into."""
    waiting = [pdf.Root, *pdf.objects]
    while waiting:
        item = waiting.pop()
        if isinstance(item, pikepdf.Stream):
            item = item.stream_dict
        if isinstance(item, pikepdf.Dictionary):
            keys = set(item.keys())
            if keys & SCRIPT_KEYS or item.get("/S") in SCRIPT_ACTIONS or _acts_on_opening(item):
                raise Refused(Fault.SCRIPT)
            if keys & ATTACHMENT_KEYS or item.get("/Type") in ATTACHMENT_TYPES:
                raise Refused(Fault.ATTACHMENT)
            children = list(item.values())
        elif isinstance(item, pikepdf.Array):
            children = list(item)
        else:
            continue
        waiting += [child for child in children if not getattr(child, "is_indirect", False)]


def _acts_on_opening(item: pikepdf.Dictionary) -> bool:
    """Says whether opening it does something: an OpenAction that only turns to a page is harmless."""
    action = item.get("/OpenAction")
    return isinstance(action, pikepdf.Dictionary) and action.get("/S") not in ("/GoTo", None)
