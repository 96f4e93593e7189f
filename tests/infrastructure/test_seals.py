"""A seal that lies over the page is shown, with or without a form in the file, as viewers show it."""

import io
from pathlib import Path

import pikepdf
import pytest
from PIL import Image, ImageChops

from merchant_portal.storage import rendering
from tests.sample_files import pdf_bytes, saved

Name, Dictionary, Array = pikepdf.Name, pikepdf.Dictionary, pikepdf.Array
SAMPLE = Path(__file__).parents[1] / "files" / "seal-without-acroform.pdf"
SEAL = (120, 375, 550, 595)  # pixels at 150 dpi: where the sample carries its seal
HIDDEN, NO_VIEW, PRINT = 2, 32, 4
pytestmark = pytest.mark.filterwarnings("ignore:This document has 1 form widget")


def shown(data: bytes) -> Image.Image:
    found = rendering.render(io.BytesIO(data), max_pages=20)
    assert found.fault is None
    return Image.open(io.BytesIO(found.pages[0]))


def reds(picture: Image.Image, box=None) -> int:
    red, green, blue = picture.crop(box).split()
    both = ImageChops.lighter(green, blue).point(lambda value: 255 * (value < 90))
    return ImageChops.darker(red.point(lambda value: 255 * (value > 150)), both).histogram()[255]


def sealed(*, form=None, states=False, direct=False, **entries) -> bytes:
    """Returns a page with a red seal of 200 × 200 points; `form` lists it or not, without one there is no form."""
    pdf = pikepdf.open(io.BytesIO(pdf_bytes()))
    box = {"/Type": Name.XObject, "/Subtype": Name.Form, "/BBox": Array([0, 0, 200, 200])}
    look = pdf.make_indirect(pikepdf.Stream(pdf, b"1 0 0 rg 0 0 200 200 re f", box))
    appearance = Dictionary(N=Dictionary(On=look) if states else look)
    note = Dictionary(Type=Name.Annot, Subtype=Name.Widget, Rect=[100, 100, 300, 300], F=PRINT, AP=appearance)
    for key, value in entries.items():
        note[f"/{key}"] = value
    seal = note if direct else pdf.make_indirect(note)
    pdf.pages[0].Annots = Array([seal])
    if form is not None:
        pdf.Root.AcroForm = Dictionary(Fields=Array([seal] if form == "listed" else []))
    return saved(pdf)


def test_the_seal_of_a_page_that_was_taken_out_of_its_file_is_shown_at_its_place():
    picture = shown(SAMPLE.read_bytes())
    assert reds(picture, SEAL) > 3000 and reds(picture) == reds(picture, SEAL)


@pytest.mark.parametrize("form", [None, "empty", "listed"])
@pytest.mark.parametrize(
    "entries",
    [
        {"FT": Name.Sig},
        {"FT": Name.Tx},
        {"FT": Name.Btn, "AS": Name.On, "states": True},
        {"FT": Name.Btn, "Ff": 65536},
        {},
        {"FT": Name.Sig, "direct": True},
    ],
    ids=["signature", "text", "box that is ticked", "button", "of no kind", "written in place"],
)
def test_what_brings_its_own_appearance_is_shown_whatever_the_form_says(form, entries):
    assert reds(shown(sealed(form=form, T=pikepdf.String("seal"), **entries))) > 100_000


@pytest.mark.parametrize("flags", [HIDDEN, NO_VIEW, NO_VIEW | PRINT])
@pytest.mark.parametrize("form", [None, "listed"])
def test_what_a_viewer_hides_stays_hidden(form, flags):
    assert reds(shown(sealed(form=form, FT=Name.Sig, F=flags))) == 0


def test_a_box_that_is_not_ticked_shows_nothing():
    assert reds(shown(sealed(FT=Name.Btn, AS=Name.Off, states=True))) == 0


def test_a_field_that_viewers_draw_from_its_value_is_drawn_from_its_value():
    pdf = pikepdf.open(io.BytesIO(pdf_bytes()))
    field = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=pikepdf.String("name"), Rect=[100, 100, 500, 150],
            F=PRINT, V=pikepdf.String("Harbour Trading"), DA=pikepdf.String("/Helv 30 Tf 1 0 0 rg"),
        )
    )  # fmt: skip
    pdf.pages[0].Annots = Array([field])
    helvetica = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    pdf.Root.AcroForm = Dictionary(
        Fields=Array([field]), NeedAppearances=True, DR=Dictionary(Font=Dictionary(Helv=helvetica))
    )
    assert reds(shown(saved(pdf))) > 500


@pytest.mark.parametrize(
    "notes", [Array([1, None, Name.Widget]), Dictionary(), Array([Dictionary(Subtype=Name.Widget)])]
)
def test_annotations_that_are_none_harm_nothing(notes):
    pdf = pikepdf.open(io.BytesIO(pdf_bytes()))
    pdf.pages[0].obj.Annots = notes
    assert shown(saved(pdf)).size == (1240, 1755)
