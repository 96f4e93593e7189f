"""Installed fonts in the place of those that a PDF names but does not carry.

The renderer finds Chinese ones by itself. For Arial, Times and Courier it has fonts of its own, which know no
Cyrillic and no Turkish letters: there the copy that is rendered gets an installed font.
"""

import os
import re
from pathlib import Path

import pikepdf
from PIL import ImageFont

FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts")
SIMPLE_FONTS = ("/Type1", "/MMType1", "/TrueType")
FONT_FILES = ("/FontFile", "/FontFile2", "/FontFile3")
# files of a family, regular and bold, best first: Liberation is as wide as Arial, Times and Courier
SANS = (("LiberationSans", "-Regular", "-Bold"), ("NotoSans", "-Regular", "-Bold"), ("DejaVuSans", "", "-Bold"))
SERIF = (("LiberationSerif", "-Regular", "-Bold"), ("NotoSerif", "-Regular", "-Bold"), ("DejaVuSerif", "", "-Bold"))
MONO = (("LiberationMono", "-Regular", "-Bold"), ("NotoSansMono", "-Regular", "-Bold"), ("DejaVuSansMono", "", "-Bold"))
SERIF_NAMES = re.compile("Times|Serif|Roman|Georgia|Garamond|Cambria|Palatino|Book", re.IGNORECASE)
MONO_NAMES = re.compile("Courier|Mono|Consol|Typewriter", re.IGNORECASE)
SIZE = 40  # pixels of a letter that is rendered to see whether a font has it
NO_LETTER = "\uffff"
FIXED_WIDTH, WITH_SERIFS, NON_SYMBOLIC = 1, 2, 32  # bits of a descriptor's /Flags


def carry_fonts(pdf: pikepdf.Pdf, dictionaries, missing: dict[str, set[str]]) -> bool:
    """Puts installed fonts into `pdf` for those that it does not carry, where one has the letters.

    Arguments: `dictionaries`, all of the PDF; `missing`, the letters that are shown empty, by the name of their
    font. Returns whether any was put in.
    """
    files, streams, changed = _installed(), {}, False
    for font in dictionaries:
        letters = missing.get(str(font.get("/BaseFont", ""))[1:])
        if letters is None or font.get("/Subtype") not in SIMPLE_FONTS or _is_carried(font):
            continue
        found = _file_for(font, letters, files)
        if found is None:
            continue
        if found not in streams:
            data = found.read_bytes()
            streams[found] = pdf.make_indirect(pikepdf.Stream(pdf, data, Length1=len(data)))
        _put_in(font, streams[found])
        changed = True
    return changed


def _installed() -> dict[str, Path]:
    """Returns the installed font files by their names."""
    found = {}
    for folder in FOLDERS:
        for place, _folders, names in os.walk(folder):
            found |= {name: Path(place, name) for name in names if name.endswith(".ttf")}
    return found


def _is_carried(font: pikepdf.Dictionary) -> bool:
    descriptor = font.get("/FontDescriptor")
    return isinstance(descriptor, pikepdf.Dictionary) and any(key in descriptor for key in FONT_FILES)


def _file_for(font: pikepdf.Dictionary, letters: set[str], files: dict[str, Path]) -> Path | None:
    """Returns the installed font of the same style, best first, that has the letters."""
    name, flags = str(font.BaseFont), _flags(font)
    families = SANS
    if MONO_NAMES.search(name) or flags & FIXED_WIDTH:
        families = MONO + SANS
    elif SERIF_NAMES.search(name) or flags & WITH_SERIFS:
        families = SERIF + SANS
    wanted = [family + (bold if "bold" in name.lower() else regular) for family, regular, bold in families]
    candidates = [files[f"{name}.ttf"] for name in wanted if f"{name}.ttf" in files]
    return next((file for file in candidates if _has(file, letters)), None)


def _has(file: Path, letters: set[str]) -> bool:
    """Returns whether a font renders each letter as something other than its placeholder for missing ones."""
    font = ImageFont.truetype(file, SIZE, layout_engine=ImageFont.Layout.BASIC)
    box = bytes(font.getmask(NO_LETTER))
    return all(bytes(font.getmask(letter)) != box for letter in letters)


def _flags(font: pikepdf.Dictionary) -> int:
    descriptor = font.get("/FontDescriptor")
    flags = descriptor.get("/Flags", 0) if isinstance(descriptor, pikepdf.Dictionary) else 0
    return flags if isinstance(flags, int) else 0


def _put_in(font: pikepdf.Dictionary, stream: pikepdf.Stream) -> None:
    font.Subtype = pikepdf.Name.TrueType
    font.FontDescriptor = pikepdf.Dictionary(
        Type=pikepdf.Name.FontDescriptor, FontName=font.BaseFont, Flags=NON_SYMBOLIC, FontBBox=[-200, -300, 1200, 1000],
        ItalicAngle=0, Ascent=900, Descent=-250, CapHeight=700, StemV=80, FontFile2=stream,
    )  # fmt: skip
    if "/Encoding" not in font:
        font.Encoding = pikepdf.Name.WinAnsiEncoding
