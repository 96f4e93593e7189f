"""What a reviewer gets to see was drawn by us."""

import io
import json
import logging

import pikepdf
import pytest
from PIL import Image, ImageCms

from merchant_portal.storage import rendering
from merchant_portal.storage.opening import FileFault
from tests.sample_files import pdf_bytes, picture_bytes, saved


def remade(data: bytes, max_pages: int = 20, **more):
    return rendering.render(io.BytesIO(data), max_pages=max_pages, **more)


def shown(data: bytes) -> Image.Image:
    """Returns the first page picture."""
    found = remade(data)
    assert found.fault is None
    return Image.open(io.BytesIO(found.pages[0]))


def picture(kind: str, drawn: Image.Image, **save) -> bytes:
    out = io.BytesIO()
    drawn.save(out, kind, **save)
    return out.getvalue()


def close(colour, wanted):
    return all(abs(one - other) <= 12 for one, other in zip(colour, wanted, strict=True))


def test_a_pdf_becomes_pictures_of_its_pages_at_150_dpi():
    found = remade(pdf_bytes(3))
    assert (found.fault, found.media_type, len(found.pages)) == (None, "application/pdf", 3)
    page = Image.open(io.BytesIO(found.pages[0]))
    assert page.format == "JPEG" and page.size == (1240, 1755)


def test_a_seal_that_lies_over_the_page_is_drawn_too():
    pdf = pikepdf.open(io.BytesIO(pdf_bytes()))
    form = {"/Type": pikepdf.Name.XObject, "/Subtype": pikepdf.Name.Form, "/BBox": pikepdf.Array([0, 0, 400, 400])}
    stamp = pikepdf.Stream(pdf, b"1 0 0 rg 0 0 400 400 re f", form)
    seal = pdf.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Widget, FT=pikepdf.Name.Sig, T=pikepdf.String("seal"),
            Rect=[100, 100, 500, 500], F=4, AP=pikepdf.Dictionary(N=pdf.make_indirect(stamp)),
        )
    )  # fmt: skip
    pdf.pages[0].Annots = pikepdf.Array([seal])
    pdf.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([seal]))
    page = shown(saved(pdf))
    assert close(page.getpixel((page.width // 2, page.height // 2 + 200)), (255, 0, 0))


def test_a_poster_is_drawn_smaller_and_not_refused():
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(14_400, 7_200))  # points: the largest that a PDF may have
    assert shown(saved(pdf)).size == (2400, 1200)


def test_a_picture_loses_its_place_and_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif.get_ifd(0x8825)[1] = "N"
    exif[0x010F] = "Camera of Olive"
    data = picture_bytes(size=(640, 480), exif=exif)
    assert b"Camera of Olive" in data
    page = remade(data).pages[0]
    assert b"Camera of Olive" not in page and b"Exif" not in page
    assert Image.open(io.BytesIO(page)).size == (480, 640)


@pytest.mark.parametrize(
    "kind, mode, colour, wanted",
    [
        ("JPEG", "RGB", (200, 30, 30), (200, 30, 30)),
        ("JPEG", "CMYK", (0, 255, 255, 0), (255, 0, 0)),
        ("JPEG", "L", 90, (90, 90, 90)),
        ("PNG", "I;16", 40_000, (155, 155, 155)),
        ("PNG", "RGBA", (200, 30, 30, 255), (200, 30, 30)),
        ("PNG", "RGBA", (200, 30, 30, 0), (255, 255, 255)),
        ("PNG", "LA", (90, 255), (90, 90, 90)),
        ("PNG", "1", 1, (255, 255, 255)),
    ],
)
def test_every_kind_of_picture_becomes_8_bit_rgb_and_keeps_its_colour(kind, mode, colour, wanted):
    page = shown(picture(kind, Image.new(mode, (64, 48), colour)))
    assert page.mode == "RGB" and close(page.getpixel((32, 24)), wanted)


def test_a_picture_of_a_telephone_with_a_second_one_inside_shows_the_first():
    first, second = Image.new("RGB", (64, 48), "red"), Image.new("RGB", (64, 48), "blue")
    data = picture("MPO", first, save_all=True, append_images=[second])
    assert remade(data).media_type == "image/jpeg" and close(shown(data).getpixel((32, 24)), (255, 0, 0))


def test_a_picture_with_colours_of_its_own_comes_to_srgb():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    for kept in (profile, b"no profile at all"):  # one for other colours than it has, one that is none
        page = shown(picture("JPEG", Image.new("RGB", (64, 48), "red"), icc_profile=kept))
        assert "icc_profile" not in page.info and close(page.getpixel((32, 24)), (255, 0, 0))


def test_a_page_picture_is_never_huge():
    assert max(shown(picture_bytes(size=(6000, 4000))).size) == 2400


def test_a_document_that_takes_too_long_or_too_much_is_a_fault_and_no_exception(monkeypatch):
    assert remade(pdf_bytes(), seconds=0.01).fault == FileFault.TROUBLE
    monkeypatch.setattr(rendering, "MEMORY", 60_000_000)
    assert remade(pdf_bytes()).fault == FileFault.TROUBLE


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"[]",
        b"no json",
        b"[" * 100_000,
        json.dumps({"pages": 1, "media_type": "application/pdf"}).encode(),  # but there is no picture
        json.dumps({"pages": 10**9, "media_type": "application/pdf"}).encode(),
        json.dumps({"pages": "1", "media_type": "application/pdf"}).encode(),
        json.dumps({"pages": 1, "media_type": "text/html"}).encode(),
        json.dumps({"fault": ["script"]}).encode(),
        json.dumps({"fault": "never heard of"}).encode(),
    ],
)
def test_a_child_that_was_taken_over_is_not_believed(monkeypatch, answer):
    monkeypatch.setattr(rendering, "COMMAND", (rendering.sys.executable, "-c", f"print({answer!r}.decode())"))
    assert remade(pdf_bytes()).fault == FileFault.TROUBLE


def test_the_log_of_a_crash_names_its_kind_and_nothing_of_the_document(monkeypatch, caplog):
    monkeypatch.setattr(rendering, "COMMAND", (rendering.sys.executable, "-c", "raise KeyError('Olive Tan')"))
    with caplog.at_level(logging.WARNING):
        assert remade(pdf_bytes()).fault == FileFault.TROUBLE
    assert "KeyError" in caplog.text and "Olive" not in caplog.text
