"""Returns whether this machine has the letters that documents are likely to name without carrying them."""

import io

import pikepdf
from PIL import Image

from merchant_portal.storage import rendering

NAME, DICTIONARY, ARRAY = pikepdf.Name, pikepdf.Dictionary, pikepdf.Array
PAGE = (100, 100)  # points
INK = 128  # a pixel of a letter is darker, of 255
PACKAGES = {  # of Debian, by the script whose letters they bring
    "Chinese": "fonts-noto-cjk",
    "Cyrillic": "fonts-liberation or fonts-noto-core",
    "Turkish": "fonts-liberation or fonts-noto-core",
}


class FontsMissing(Exception):
    """Documents in some script would be shown without their text. The message names the scripts and the packages."""


def check() -> str:
    """Renders a Chinese, a Cyrillic and a Turkish letter as a document is rendered, and returns what it did.

    Raises FontsMissing.
    """
    missing = missing_scripts()
    if missing:
        packages = sorted({PACKAGES[script] for script in missing})
        raise FontsMissing(f"no letters for {', '.join(missing)}: install {', '.join(packages)}")
    return f"{', '.join(PACKAGES)} letters are rendered"


def missing_scripts() -> list[str]:
    """Returns those of Chinese, Cyrillic and Turkish whose letters cannot be rendered on this machine."""
    samples = {
        "Chinese": (_chinese_font(), b"<4E91>"),
        "Cyrillic": (_latin_font("afii10024"), b"<C0>"),
        "Turkish": (_latin_font("Gbreve"), b"<C0>"),
    }
    return [script for script, (font, letter) in samples.items() if not _is_shown(font, letter)]


def _is_shown(font: pikepdf.Dictionary, letter: bytes) -> bool:
    pdf, out = pikepdf.new(), io.BytesIO()
    page = pdf.add_blank_page(page_size=PAGE)
    page.obj.Resources = DICTIONARY(Font=DICTIONARY(F=font))
    page.obj.Contents = pikepdf.Stream(pdf, b"BT /F 60 Tf 20 30 Td " + letter + b" Tj ET")
    pdf.save(out)
    out.seek(0)
    remade = rendering.render(out, max_pages=1)
    if remade.fault or remade.cautions:
        return False
    darkest, _lightest = Image.open(io.BytesIO(remade.pages[0])).convert("L").getextrema()
    return darkest < INK


def _descriptor(name: pikepdf.Name, flags: int) -> pikepdf.Dictionary:
    return DICTIONARY(
        Type=NAME.FontDescriptor, FontName=name, Flags=flags, FontBBox=[0, -200, 1000, 900], ItalicAngle=0,
        Ascent=860, Descent=-140, CapHeight=700, StemV=80,
    )  # fmt: skip


def _latin_font(glyph: str) -> pikepdf.Dictionary:
    """Returns Arial, not carried, with the glyph of that name at the code C0."""
    name = NAME("/ArialMT")
    encoding = DICTIONARY(
        Type=NAME.Encoding, BaseEncoding=NAME.WinAnsiEncoding, Differences=ARRAY([0xC0, NAME(f"/{glyph}")])
    )
    return DICTIONARY(
        Type=NAME.Font, Subtype=NAME.TrueType, BaseFont=name, Encoding=encoding, FontDescriptor=_descriptor(name, 32),
        FirstChar=0xC0, LastChar=0xC0, Widths=ARRAY([700]),
    )  # fmt: skip


def _chinese_font() -> pikepdf.Dictionary:
    """Returns the font that Chinese documents name most, not carried."""
    name = NAME("/STSong-Light")
    family = DICTIONARY(Registry=pikepdf.String("Adobe"), Ordering=pikepdf.String("GB1"), Supplement=0)
    letters = DICTIONARY(
        Type=NAME.Font, Subtype=NAME.CIDFontType0, BaseFont=name, CIDSystemInfo=family, DW=1000,
        FontDescriptor=_descriptor(name, 6),
    )  # fmt: skip
    return DICTIONARY(
        Type=NAME.Font, Subtype=NAME.Type0, BaseFont=name, Encoding=NAME("/UniGB-UCS2-H"),
        DescendantFonts=ARRAY([letters]),
    )  # fmt: skip
