"""PDFs with text in fonts that they do not carry, and a machine that has none either."""

import io

import pikepdf

from tests.sample_files import pdf_bytes, saved

Name, Dictionary, Array = pikepdf.Name, pikepdf.Dictionary, pikepdf.Array
# the child of a machine without any font: neither ours nor the renderer's own search finds one
BARE = """
import ctypes, sys
from pypdfium2 import raw
from merchant_portal.storage import rendering_process, substitutes
raw.FPDF_DestroyLibrary()
config = raw.FPDF_LIBRARY_CONFIG(version=2)
folders = (ctypes.c_char_p * 2)(b"/nowhere", None)
config.m_pUserFontPaths = ctypes.cast(folders, type(config.m_pUserFontPaths))
raw.FPDF_InitLibraryWithConfig(config)
substitutes.FOLDERS = ()
rendering_process.main(*sys.argv[1:4])
"""


def written(font: Dictionary, text: bytes, mode: int = 0) -> bytes:
    """Returns a page with one line of text."""
    pdf = pikepdf.open(io.BytesIO(pdf_bytes()))
    pdf.pages[0].obj.Resources = Dictionary(Font=Dictionary(F=font))
    pdf.pages[0].Contents = pikepdf.Stream(pdf, b"BT /F 40 Tf %d Tr 100 400 Td %s Tj ET" % (mode, text))
    return saved(pdf)


def arial(*glyphs: str, name: str = "ArialMT") -> Dictionary:
    """Returns a font that is not carried, with these glyphs from the code C0 on."""
    encoding = Dictionary(BaseEncoding=Name.WinAnsiEncoding, Differences=Array([192, *map(Name, glyphs)]))
    return Dictionary(Type=Name.Font, Subtype=Name.TrueType, BaseFont=Name(f"/{name}"), Encoding=encoding)


def unknown_letters() -> Dictionary:
    """Returns a font that numbers its letters by itself and is not carried: nobody can know them."""
    family = Dictionary(Registry=pikepdf.String("Adobe"), Ordering=pikepdf.String("Identity"), Supplement=0)
    letters = Dictionary(Type=Name.Font, Subtype=Name.CIDFontType2, BaseFont=Name("/SimSun"), CIDSystemInfo=family)
    encoding = Name("/Identity-H")
    return Dictionary(
        Type=Name.Font,
        Subtype=Name.Type0,
        BaseFont=Name("/SimSun"),
        Encoding=encoding,
        DescendantFonts=Array([letters]),
    )
