"""Text in fonts that a PDF does not carry: shown with installed ones, or somebody is told."""

import io
import sys

import pikepdf
import pytest
from PIL import Image

from merchant_portal.storage import fonts, rendering
from merchant_portal.storage.faults import CAUTIONS, CAUTIONS_FOR_STAFF
from merchant_portal.storage.opening import Caution
from tests.fonts import BARE, arial, unknown_letters, written
from tests.infrastructure.test_files_people_send import FILES
from tests.sample_files import pdf_bytes, saved

Name, Dictionary, Array = pikepdf.Name, pikepdf.Dictionary, pikepdf.Array
ARIAL_BOX, STSONG_BOX = (
    (120, 250, 800, 330),
    (120, 80, 1000, 150),
)  # pixels at 150 dpi: lines that only such fonts write


@pytest.fixture
def no_fonts(monkeypatch):
    monkeypatch.setattr(rendering, "COMMAND", (sys.executable, "-s", "-c", BARE))


def remade(data: bytes):
    found = rendering.render(io.BytesIO(data), max_pages=20)
    assert found.fault is None
    return found


def ink(found, box=None) -> int:
    """Returns how many dark pixels the first page has in `box`."""
    return sum(Image.open(io.BytesIO(found.pages[0])).crop(box).convert("L").histogram()[:128])


@pytest.mark.parametrize(
    "name, box", [("fonts-not-embedded-arial-cyrillic.pdf", ARIAL_BOX), ("fonts-not-embedded-stsong.pdf", STSONG_BOX)]
)
def test_text_in_fonts_that_the_file_does_not_carry_is_shown(name, box):
    found = remade((FILES / name).read_bytes())
    assert ink(found, box) > 700 and found.cautions == []


@pytest.mark.parametrize("name", ["fonts-not-embedded-arial-cyrillic.pdf", "fonts-not-embedded-stsong.pdf"])
def test_without_any_installed_font_it_is_reported(no_fonts, name):
    assert remade((FILES / name).read_bytes()).cautions == [Caution.FONTS_MISSING]


@pytest.mark.parametrize("name", ["ArialMT", "Verdana-Bold", "TimesNewRomanPSMT", "CourierNew", "Helvetica"])
@pytest.mark.parametrize("glyphs", [("/afii10024",), ("/Gbreve",), ("/Scedilla", "/dotlessi"), ("/uni0416",)])
def test_every_family_gets_cyrillic_and_turkish_letters_also_a_single_one(name, glyphs):
    found = remade(written(arial(*glyphs, name=name), b"<C0>" if len(glyphs) == 1 else b"<C0C1>"))
    assert ink(found) > 100 and found.cautions == []


@pytest.mark.parametrize(
    "font, text",
    [
        (unknown_letters(), b"<12345678>"),
        (unknown_letters(), b"<1234>"),
        (arial("/g33"), b"<C0>"),
        (arial("/uni1234"), b"<C0>"),
        (arial("/uniE123"), b"<C0>"),
    ],
    ids=[
        "two unknown letters",
        "one unknown letter",
        "a glyph without a meaning",
        "a letter that no font has",
        "a letter of private use",
    ],
)
def test_text_that_stays_empty_is_reported(font, text):
    assert remade(written(font, text)).cautions == [Caution.FONTS_MISSING]


@pytest.mark.filterwarnings("ignore:This document has 1 form widget")
def test_the_text_of_a_seal_counts_too():
    pdf = pikepdf.open(io.BytesIO(pdf_bytes()))
    entries = {"/Type": Name.XObject, "/Subtype": Name.Form, "/BBox": Array([0, 0, 200, 200])}
    entries["/Resources"] = Dictionary(Font=Dictionary(F=unknown_letters()))
    look = pdf.make_indirect(pikepdf.Stream(pdf, b"BT /F 40 Tf 9 9 Td <12345678> Tj ET", entries))
    note = Dictionary(
        Type=Name.Annot, Subtype=Name.Widget, FT=Name.Sig, Rect=[9, 9, 209, 209], F=4, AP=Dictionary(N=look)
    )
    pdf.pages[0].Annots = Array([pdf.make_indirect(note)])
    assert remade(saved(pdf)).cautions == [Caution.FONTS_MISSING]


@pytest.mark.parametrize(
    "font, text, mode",
    [
        (unknown_letters(), b"<12345678>", 3),  # what a scanner read lies unseen under the picture
        (Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica), b"( )", 0),
        (Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica), b"(Harbour Trading Co)", 0),
        (Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Symbol), b"(abc)", 0),
        (Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.ZapfDingbats), b"(nop)", 0),
        (arial("/space"), b"<C0>", 0),
    ],
    ids=["invisible", "a blank", "Latin", "Symbol", "Dingbats", "a blank by name"],
)
def test_nothing_is_reported_where_nothing_is_missing(font, text, mode):
    assert remade(written(font, text, mode)).cautions == []


def test_every_caution_has_a_sentence_for_its_sender_and_one_for_staff():
    assert set(CAUTIONS) == set(CAUTIONS_FOR_STAFF) == set(Caution)


def test_doctor_renders_a_letter_of_each_script():
    assert fonts.missing_scripts() == [] and "Chinese, Cyrillic, Turkish" in fonts.check()


def test_doctor_names_the_scripts_and_the_packages_that_are_missing(no_fonts):
    assert fonts.missing_scripts() == ["Chinese", "Cyrillic", "Turkish"]
    with pytest.raises(fonts.FontsMissing, match="no letters for Chinese, Cyrillic, Turkish: install .*fonts-noto-cjk"):
        fonts.check()
