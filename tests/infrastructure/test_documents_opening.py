"""Documents are hostile input: what is refused, and with which fault."""

import io
import zlib

import pikepdf
import pytest

from merchant_portal.storage import opening, rendering
from merchant_portal.storage.faults import SENTENCES
from merchant_portal.storage.opening import FileFault
from tests.sample_files import pdf_bytes, picture_bytes, saved, upload

Name, Dictionary, Array = pikepdf.Name, pikepdf.Dictionary, pikepdf.Array


def remade(data: bytes, max_pages: int = 20):
    return rendering.render(io.BytesIO(data), max_pages=max_pages)


def with_root(**entries) -> bytes:
    pdf = pikepdf.open(io.BytesIO(pdf_bytes()))
    for key, value in entries.items():
        pdf.Root[f"/{key}"] = value
    return saved(pdf)


def with_note(**entries) -> bytes:
    """Returns a PDF with one annotation."""
    pdf = pikepdf.open(io.BytesIO(pdf_bytes()))
    note = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 99, 99])
    for key, value in entries.items():
        note[f"/{key}"] = value(pdf) if callable(value) else value
    pdf.pages[0].Annots = Array([note])
    return saved(pdf)


def script():
    return Dictionary(S=Name.JavaScript, JS=pikepdf.String("app.alert(1)"))


def chained(links: int):
    """Returns a script at the end of a chain of harmless actions, each inside the one before."""
    action = script()
    for _ in range(links):
        action = Dictionary(S=Name.GoTo, Next=action)
    return action


def attached() -> bytes:
    pdf = pikepdf.open(io.BytesIO(pdf_bytes()))
    pdf.attachments["evil.exe"] = b"MZ"
    return saved(pdf)


def exploding() -> bytes:
    """Returns a PDF of 1,400 bytes whose page is a drawing of 280 MB."""
    pdf = pikepdf.open(io.BytesIO(pdf_bytes()))
    packer, megabyte = zlib.compressobj(9), b"0 0 m 1 1 l S " * 71_000
    drawing = b"".join([*(packer.compress(megabyte) for _ in range(280)), packer.flush()])
    pdf.pages[0].Contents = pikepdf.Stream(pdf, b"")
    pdf.pages[0].Contents.write(zlib.compress(drawing, 9), filter=[Name.FlateDecode, Name.FlateDecode])
    return saved(pdf, compress_streams=False)


def escaped() -> bytes:
    """Returns a PDF whose script is spelled so that a search for its name finds nothing."""
    plain = with_root(OpenAction=Dictionary(S=Name.Named, JS=pikepdf.String("xxx")))
    hidden = plain.replace(b"/JS (xxx)", b"/#4aS (x)")
    assert hidden != plain
    return hidden


SCRIPTS = {
    "on opening": with_root(OpenAction=script()),
    "among the names": with_root(Names=Dictionary(JavaScript=Dictionary(Names=Array(["a", script()])))),
    "on a page's opening": with_root(AA=Dictionary(O=script())),
    "at the end of a chain": with_root(OpenAction=chained(65)),
    "behind a link": with_note(A=script()),
    "spelled otherwise": escaped(),
    "a launch on opening": with_root(OpenAction=Dictionary(S=Name.Launch)),
    "a launch behind a link": with_note(A=Dictionary(S=Name.Launch, F=pikepdf.String("cmd.exe"))),
    "a form that is a program": with_root(AcroForm=Dictionary(Fields=Array([]), XFA=Array([]))),
}
ATTACHMENTS = {
    "among the names": attached(),
    "pinned to a page": with_note(
        Subtype=Name.FileAttachment, FS=lambda pdf: Dictionary(EF=Dictionary(F=pikepdf.Stream(pdf, b"MZ")))
    ),
}
REFUSED = {
    "a user's password": (pdf_bytes(encryption=pikepdf.Encryption(user="open", owner="own")), FileFault.PASSWORD),
    "an owner's password": (pdf_bytes(encryption=pikepdf.Encryption(user="", owner="own")), FileFault.PASSWORD),
    "21 pages": (pdf_bytes(21), FileFault.TOO_MANY_PAGES),
    "cut off": (pdf_bytes(3)[:-300], FileFault.UNREADABLE),
    "garbage": (b"%PDF-1.7 nothing", FileFault.UNREADABLE),
    "a picture cut off": (picture_bytes()[:200], FileFault.UNREADABLE),
    "a picture in name only": (b"\xff\xd8\xff" + b"<html>" * 99, FileFault.UNREADABLE),
    "30,000 × 30,000 pixels": (picture_bytes("PNG", "1", size=(30_000, 30_000)), FileFault.TOO_LARGE_PICTURE),
    "html": (b"<html>licence.pdf</html>", FileFault.WRONG_TYPE),
    "svg": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", FileFault.WRONG_TYPE),
    "gif": (picture_bytes("GIF", "P"), FileFault.WRONG_TYPE),
    "nothing": (b"", FileFault.EMPTY),
    **{f"a script {where}": (data, FileFault.SCRIPT) for where, data in SCRIPTS.items()},
    **{f"a file {where}": (data, FileFault.ATTACHMENT) for where, data in ATTACHMENTS.items()},
}


@pytest.mark.parametrize("data, fault", REFUSED.values(), ids=REFUSED)
def test_what_is_refused_has_its_own_fault(data, fault):
    found = remade(data)
    assert found.fault == fault and found.pages == []


def test_a_page_that_explodes_is_a_fault_and_no_exception():
    data = exploding()
    assert len(data) < 5000 and remade(data).fault == FileFault.TROUBLE


@pytest.mark.parametrize("action", ["GoTo", "Named"])
def test_a_link_that_only_turns_to_a_page_is_harmless(action):
    assert remade(with_note(A=Dictionary(S=Name(f"/{action}"), N=Name.NextPage))).fault is None


def test_an_openaction_that_only_turns_to_a_page_is_harmless():
    assert remade(with_root(OpenAction=Dictionary(S=Name.GoTo))).fault is None


def test_every_fault_has_a_sentence_with_its_cure_of_its_own():
    assert set(SENTENCES) == set(FileFault) and len({str(text) for text in SENTENCES.values()}) == len(FileFault)


@pytest.mark.parametrize(
    "data, fault",
    [
        (b"", FileFault.EMPTY),
        (b"%PDF-" + b"x" * 2000, FileFault.TOO_BIG),
        (b"MZ\x90", FileFault.WRONG_TYPE),
        (b"<html></html>", FileFault.WRONG_TYPE),
        (b"PK\x03\x04", FileFault.WRONG_TYPE),
        (b"x" * 990 + b"%PDF-", None),
    ],
)
def test_what_shows_without_opening_is_refused_at_the_door(data, fault):
    file, shown = upload(data, "licence.pdf"), None
    try:
        opening.check_upload(file, max_bytes=1000)
    except opening.FileRefused as refused:
        shown = refused.fault
    assert shown == fault and file.read() == data
