"""Checks a PDF and writes the copy of it that is rendered: what was checked is what is shown."""

import io
import re
import zlib
from pathlib import Path

import pikepdf

from merchant_portal.storage import substitutes
from merchant_portal.storage.opening import FileFault, FileRefused
from merchant_portal.storage.seals import show_seals

PROGRAM_KEYS = {"/JavaScript", "/JS", "/XFA"}  # forms of XFA are programs, and show nothing without one
PROGRAM_ACTIONS = ("/JavaScript", "/Launch")
ATTACHMENT_KEYS = {"/EmbeddedFiles", "/EF"}
ATTACHMENT_TYPES = ("/EmbeddedFile", "/Filespec")
HARMLESS_MENU_ITEMS = {
    "/Print", "/NextPage", "/PrevPage", "/FirstPage", "/LastPage", "/GoBack", "/GoForward", "/GoToPage",
    "/FitPage", "/FitWidth", "/FitHeight", "/ActualSize", "/SinglePage", "/OneColumn", "/FullScreen",
}  # fmt: skip
AS_IT_IS = {"compress_streams": False, "stream_decode_level": pikepdf.StreamDecodeLevel.none}  # how to save
PIECE = 1024 * 1024  # bytes unpacked at once
MAX_ACTIONS = 50  # actions that may follow one another
OBJECT_START = re.compile(rb"\d[ \t\r\n]+\d+[ \t\r\n]+obj\b")
END_MARK = b"%%EOF"
ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")  # how a name in a PDF may spell any of its characters
PROGRAM_NAMES = re.compile(rb"/(JavaScript|Launch|XFA)(?![A-Za-z0-9])")
ATTACHMENT_NAMES = re.compile(rb"/EmbeddedFiles?(?![A-Za-z0-9])")


def check_and_copy(original: Path, copy: Path, *, max_pages: int) -> int:
    """Writes a harmless PDF anew to `copy` and returns the number of its pages. Raises FileRefused.

    A damaged file is repaired as viewers do it, if its end is there; what a viewer may find in it besides is
    then searched in its bytes.
    """
    count = _check(original, copy, max_pages)
    if count is None:
        data = original.read_bytes()
        _search_bytes(data)
        if _was_sent_as_text(data):
            count = _check(io.BytesIO(data.replace(b"\r\n", b"\n")), copy, max_pages)
        if count is None:
            _check_end(data)
            count = _check(original, copy, max_pages, repair=True)
    if count is None:
        raise FileRefused(FileFault.UNREADABLE)
    return count


def carry_fonts(copy: Path, missing: dict[str, set[str]]) -> bool:
    """Puts installed fonts into the PDF for those that it does not carry. Returns whether it could.

    Arguments: `missing`, the letters that are shown empty, by the name of their font.
    """
    try:
        with pikepdf.open(copy, allow_overwriting_input=True, inherit_page_attributes=False) as pdf:
            changed = substitutes.carry_fonts(pdf, _dictionaries(pdf), missing)
            if changed:
                pdf.save(copy, **AS_IT_IS)
            return changed
    except (pikepdf.PdfError, ValueError, RuntimeError, OSError):  # an odd font, of the PDF or of this machine
        return False


def _check(source, copy: Path, max_pages: int, *, repair: bool = False) -> int | None:
    """Returns the number of pages after copying, nothing if it cannot be opened this way. Raises FileRefused."""
    try:
        with pikepdf.open(
            source, attempt_recovery=repair, suppress_warnings=True, inherit_page_attributes=False
        ) as pdf:
            _check_pages(pdf, max_pages)
            if repair and len(pdf.pages) != pdf.Root.get("/Pages", pikepdf.Dictionary()).get("/Count"):
                return None  # some are lost
            for dictionary in _dictionaries(pdf):
                _check_dictionary(dictionary)
            show_seals(pdf)
            pdf.save(copy, **AS_IT_IS)
            return len(pdf.pages)
    except pikepdf.PasswordError:
        raise FileRefused(FileFault.PASSWORD) from None
    except (pikepdf.PdfError, ValueError, RuntimeError):
        return None


def _check_pages(pdf: pikepdf.Pdf, max_pages: int) -> None:
    if pdf.is_encrypted:  # also where only the owner's password is set: it opens, but forbids
        raise FileRefused(FileFault.PASSWORD)
    if len(pdf.pages) > max_pages:
        raise FileRefused(FileFault.TOO_MANY_PAGES)
    if not pdf.pages:
        raise FileRefused(FileFault.UNREADABLE)
    for page in pdf.pages:
        if not all(_can_be_unpacked(stream) for stream in _contents(page)):
            raise FileRefused(FileFault.UNREADABLE)


def _contents(page: pikepdf.Page) -> list:
    contents = page.obj.get("/Contents")
    streams = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
    return [stream for stream in streams if isinstance(stream, pikepdf.Stream)]


def _can_be_unpacked(stream: pikepdf.Stream) -> bool:
    """Returns whether a viewer can read what a page shows. A missing or wrong check sum at the end is no matter."""
    filters = stream.stream_dict.get("/Filter")
    first = filters[0] if isinstance(filters, pikepdf.Array) and len(filters) else filters
    if first != "/FlateDecode":
        return True
    unpacker, packed = zlib.decompressobj(), stream.read_raw_bytes()
    try:
        while packed and not unpacker.eof:
            unpacker.decompress(packed, PIECE)
            packed = unpacker.unconsumed_tail
    except zlib.error as error:
        return "incorrect data check" in str(error)
    return True


def _was_sent_as_text(data: bytes) -> bool:
    """Returns whether every line end was turned into CR LF on the way, also within packed streams: can be undone."""
    return b"\r\n" in data and data.count(b"\n") == data.count(b"\r\n")


def _check_end(data: bytes) -> None:
    """Raises FileRefused for a file that was cut off: its end mark does not follow its last object."""
    last_object = max((found.start() for found in OBJECT_START.finditer(data)), default=len(data))
    if data.rfind(END_MARK) < last_object:
        raise FileRefused(FileFault.UNREADABLE)


def _search_bytes(data: bytes) -> None:
    """Raises FileRefused for a damaged file whose bytes name a program or an attachment.

    Two programs may repair a file in two ways, so objects that ours passes over count too.
    """
    plain = ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), data)
    if PROGRAM_NAMES.search(plain):
        raise FileRefused(FileFault.SCRIPT)
    if ATTACHMENT_NAMES.search(plain):
        raise FileRefused(FileFault.ATTACHMENT)


def _dictionaries(pdf: pikepdf.Pdf):
    """Yields every dictionary of the PDF, wherever it is: direct objects are walked into."""
    waiting = [pdf.Root, *pdf.objects]
    while waiting:
        item = waiting.pop()
        if isinstance(item, pikepdf.Stream):
            item = item.stream_dict
        if isinstance(item, pikepdf.Dictionary):
            yield item
            children = list(item.values())
        elif isinstance(item, pikepdf.Array):
            children = list(item)
        else:
            continue
        waiting += [child for child in children if not getattr(child, "is_indirect", False)]


def _check_dictionary(item: pikepdf.Dictionary) -> None:
    """Raises FileRefused for a program or an attachment."""
    keys = set(item.keys())
    if keys & PROGRAM_KEYS or item.get("/S") in PROGRAM_ACTIONS or not _acts_harmlessly(item):
        raise FileRefused(FileFault.SCRIPT)
    if keys & ATTACHMENT_KEYS or item.get("/Type") in ATTACHMENT_TYPES:
        raise FileRefused(FileFault.ATTACHMENT)


def _acts_harmlessly(item: pikepdf.Dictionary) -> bool:
    """Returns whether what it does by itself (on opening, closing, printing) only turns pages or prints."""
    actions = [item.get("/OpenAction")]
    triggers = item.get("/AA")
    if isinstance(triggers, pikepdf.Dictionary):
        actions += list(triggers.values())
    elif triggers is not None:
        return False
    waiting, seen = [action for action in actions if isinstance(action, pikepdf.Dictionary)], 0
    while waiting:
        action, seen = waiting.pop(), seen + 1
        if seen > MAX_ACTIONS or not _is_harmless(action):
            return False
        following = action.get("/Next")
        following = list(following) if isinstance(following, pikepdf.Array) else [following]
        waiting += [one for one in following if isinstance(one, pikepdf.Dictionary)]
    return True


def _is_harmless(action: pikepdf.Dictionary) -> bool:
    kind = action.get("/S")
    if kind == "/Named":
        return str(action.get("/N", "")) in HARMLESS_MENU_ITEMS
    return kind is None or kind == "/GoTo"
