"""Finds text that a page would show empty, because neither the PDF nor this machine has its letters."""

import ctypes
import unicodedata
from collections import defaultdict
from collections.abc import Collection
from pathlib import Path

import pypdfium2
from pypdfium2 import raw

UNKNOWN = ""
BLANK = ("Zs", "Zl", "Zp", "Cc", "Cf")  # kinds of characters that leave no ink
SIZE = 12.0  # points; the outline of a letter is asked for at some size
# how a scanner writes the text that it read under the picture, and text that is only a stencil
INVISIBLE = (raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP)
NARROW = 0.1  # points
NAME_LENGTH = 200  # bytes of a font's name


def missing_letters(path: Path, substituted: Collection[str] = ()) -> dict[str, set[str]]:
    """Returns the letters that would be shown empty, by the name of their font, which the PDF does not carry.

    A letter that cannot be identified is given as UNKNOWN.

    Arguments: `substituted`, names of the fonts that the PDF carries because we put them in.
    """
    document = pypdfium2.PdfDocument(path)
    document.init_forms()
    missing = defaultdict(set)
    try:
        for number in range(len(document)):
            for name, letter in _of_page(document, number, substituted):
                missing[name].add(letter)
    finally:
        document.close()
    return dict(missing)


def _of_page(document: pypdfium2.PdfDocument, number: int, substituted: Collection[str]) -> set[tuple[str, str]]:
    """Returns pairs of a font's name and a letter."""
    page = document[number]
    raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY)  # text of seals and fields counts too
    page.close()
    page = document[number]
    _widen_empty_text(page)
    text = page.get_textpage()
    asked, missing = {}, set()
    for index in range(raw.FPDFText_CountChars(text)):
        item = raw.FPDFText_GetTextObject(text, index)
        if not item or raw.FPDFText_IsGenerated(text, index) == 1 or _is_invisible(item):
            continue
        font = raw.FPDFTextObj_GetFont(item)
        if not font:
            continue
        letter = _letter(text, index)
        key = (ctypes.addressof(font.contents), letter)
        if key not in asked:
            is_carried = raw.FPDFFont_GetIsEmbedded(font) and _name(font) not in substituted
            asked[key] = not is_carried and _is_empty(font, letter)
        if asked[key] and _name(font):
            missing.add((_name(font), letter))
    text.close()
    page.close()
    return missing


def _letter(text: pypdfium2.PdfTextPage, index: int) -> str:
    if raw.FPDFText_HasUnicodeMapError(text, index) == 1:
        return UNKNOWN
    return chr(raw.FPDFText_GetUnicode(text, index))


def _widen_empty_text(page: pypdfium2.PdfPage) -> None:
    """Gives text without any extent an outline: the search for text leaves out what is not wide."""
    for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]):
        left, _bottom, right, _top = item.get_bounds()
        if right - left < NARROW and not _is_invisible(item):
            raw.FPDFTextObj_SetTextRenderMode(item, raw.FPDF_TEXTRENDERMODE_FILL_STROKE)
            raw.FPDFPageObj_SetStrokeWidth(item, 1.0)
            raw.FPDFPageObj_Transform(item, 1, 0, 0, 1, 0, 0)  # has its extent measured anew


def _is_invisible(item) -> bool:
    return raw.FPDFTextObj_GetTextRenderMode(item) in INVISIBLE


def _is_empty(font, letter: str) -> bool:
    """Returns whether a letter has no outline in a font; an unknown one has none."""
    if letter == UNKNOWN:
        return True
    if unicodedata.category(letter) in BLANK:
        return False
    outline = raw.FPDFFont_GetGlyphPath(font, ord(letter), SIZE)
    return not outline or raw.FPDFGlyphPath_CountGlyphSegments(outline) <= 0


def _name(font) -> str:
    """Returns a font's name as the PDF gives it; nothing for one that is defined in the PDF itself."""
    buffer = ctypes.create_string_buffer(NAME_LENGTH)
    length = raw.FPDFFont_GetBaseFontName(font, buffer, NAME_LENGTH)
    return buffer.value.decode(errors="replace") if 0 < length <= NAME_LENGTH else ""
