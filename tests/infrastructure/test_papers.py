"""Papers are hostile input: what is refused, with which fault, and what a reviewer gets to see."""

import io

import pikepdf
import pytest
from PIL import Image

from merchant_portal.storage import opening, remaking
from merchant_portal.storage.faults import SENTENCES
from merchant_portal.storage.opening import Fault
from tests.papers import pdf_bytes, picture_bytes, saved, upload


def remade(data: bytes, max_pages: int = 20, **more):
    return remaking.remake(io.BytesIO(data), max_pages=max_pages, **more)


def with_root(**entries) -> bytes:
    pdf = pikepdf.open(io.BytesIO(pdf_bytes()))
    for key, value in entries.items():
        pdf.Root[f"/{key}"] = value
    return saved(pdf)


def script(kind="/JavaScript"):
    return pikepdf.Dictionary(S=pikepdf.Name(kind), JS=pikepdf.String("app.alert(1)"))


def attached() -> bytes:
    pdf = pikepdf.open(io.BytesIO(pdf_bytes()))
    pdf.attachments["evil.exe"] = b"MZ"
    return saved(pdf)


ENCRYPTED = pikepdf.Encryption(user="open", owner="own")
OWNER_ONLY = pikepdf.Encryption(user="", owner="own")
REFUSED = {
    "a user's password": (pdf_bytes(encryption=ENCRYPTED), Fault.PASSWORD),
    "an owner's password": (pdf_bytes(encryption=OWNER_ONLY), Fault.PASSWORD),
    "21 pages": (pdf_bytes(21), Fault.TOO_MANY_PAGES),
    "cut off": (pdf_bytes(3)[:-300], Fault.UNREADABLE),
    "garbage": (b"%PDF-1.7 nothing", Fault.UNREADABLE),
    "a script on opening": (with_root(OpenAction=script()), Fault.SCRIPT),
    "a script among the names": (
        with_root(Names=pikepdf.Dictionary(JavaScript=pikepdf.Dictionary(Names=pikepdf.Array(["a", script()])))),
        Fault.SCRIPT,
    ),
    "a launch": (with_root(OpenAction=pikepdf.Dictionary(S=pikepdf.Name("/Launch"))), Fault.SCRIPT),
    "an attachment": (attached(), Fault.ATTACHMENT),
    "a picture cut off": (picture_bytes()[:200], Fault.UNREADABLE),
    "html": (b"<html>%PDF", Fault.UNREADABLE),
    "svg": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", Fault.UNREADABLE),
    "gif": (picture_bytes("GIF", "P"), Fault.UNREADABLE),
}


@pytest.mark.parametrize("data, fault", REFUSED.values(), ids=REFUSED)
def test_what_is_refused_has_its_own_fault(data, fault):
    found = remade(data)
    assert found.fault == fault and found.pages == []


def test_every_fault_has_a_sentence_with_its_cure():
    assert set(SENTENCES) == set(Fault)


def test_a_pdf_becomes_pictures_of_its_pages():
    found = remade(pdf_bytes(3))
    assert (found.fault, found.media_type, len(found.pages)) == (None, "application/pdf", 3)
    page = Image.open(io.BytesIO(found.pages[0]))
    assert page.format == "JPEG" and abs(page.height / page.width - 842 / 595) < 0.01 and page.width > 1000


def test_an_openaction_that_only_turns_to_a_page_is_harmless():
    assert remade(with_root(OpenAction=pikepdf.Dictionary(S=pikepdf.Name("/GoTo")))).fault is None


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
    "kind, mode", [("JPEG", "CMYK"), ("PNG", "I;16"), ("PNG", "RGBA"), ("PNG", "P"), ("PNG", "L"), ("PNG", "1")]
)
def test_every_kind_of_picture_becomes_plain_rgb(kind, mode):
    found = remade(picture_bytes(kind, mode))
    assert found.fault is None and Image.open(io.BytesIO(found.pages[0])).mode == "RGB"


def test_a_picture_with_too_many_pixels_is_refused_from_its_header(monkeypatch):
    import_header = picture_bytes("PNG", "1", size=(30_000, 30_000))
    assert len(import_header) < 300_000
    assert remade(import_header).fault == Fault.TOO_LARGE_PICTURE


def test_a_page_picture_is_never_huge():
    page = remade(picture_bytes(size=(6000, 4000))).pages[0]
    assert max(Image.open(io.BytesIO(page)).size) == 2400


def test_a_paper_that_takes_too_long_or_too_much_is_a_fault_and_no_exception(monkeypatch):
    assert remade(pdf_bytes(), seconds=0.01).fault == Fault.TROUBLE
    monkeypatch.setattr(remaking, "MEMORY", 60_000_000)
    assert remade(pdf_bytes()).fault == Fault.TROUBLE


@pytest.mark.parametrize(
    "data, fault",
    [
        (b"", Fault.EMPTY),
        (b"%PDF-" + b"x" * 2000, Fault.TOO_BIG),
        (b"MZ\x90", Fault.WRONG_TYPE),
        (b"<html></html>", Fault.WRONG_TYPE),
        (b"PK\x03\x04", Fault.WRONG_TYPE),
    ],
)
def test_what_shows_without_opening_is_refused_at_the_door(data, fault):
    with pytest.raises(opening.Refused) as refused:
        opening.check_at_the_door(upload(data), max_bytes=1000)
    assert refused.value.fault == fault
