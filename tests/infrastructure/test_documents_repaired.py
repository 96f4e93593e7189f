"""A damaged PDF is repaired as viewers do it; what only the repair brings to light is judged like the rest."""

import io

import pikepdf
import pytest

from merchant_portal.storage import rendering
from merchant_portal.storage.opening import Caution, FileFault
from tests.sample_files import pdf_bytes, saved

Name, Dictionary, Array = pikepdf.Name, pikepdf.Dictionary, pikepdf.Array
SCRIPT = b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>"
CATALOG = b"1 0 obj\n<< /Pages 2 0 R /Type /Catalog %s >>\nendobj\n"


def fault(data: bytes):
    found = rendering.render(io.BytesIO(data), max_pages=20)
    assert bool(found.fault) != bool(found.pages)
    return found.fault


def off(data: bytes) -> bytes:
    """Returns a PDF whose start mark is wrong by some bytes."""
    at = data.rindex(b"startxref") + 10
    return data[:at] + b"7" + data[at:]


def before_the_table(data: bytes, more: bytes) -> bytes:
    at = data.rindex(b"xref\n0")
    return data[:at] + more + data[at:]


def acting(**entries) -> bytes:
    pdf = pikepdf.open(io.BytesIO(pdf_bytes()))
    for key, value in entries.items():
        pdf.Root[f"/{key}"] = value
    return saved(pdf)


def named(item: str, **more) -> Dictionary:
    return Dictionary(S=Name.Named, N=Name(f"/{item}"), **more)


def attached() -> bytes:
    pdf = pikepdf.open(io.BytesIO(pdf_bytes()))
    pdf.attachments["evil.exe"] = b"MZ"
    return saved(pdf)


HIDDEN = b"9 0 obj\n" + SCRIPT + b"\nendobj\n"  # no table lists it
EVIL = CATALOG % (b"/OpenAction " + SCRIPT)
HOSTILE = {
    "a script that no table lists": (off(before_the_table(pdf_bytes(), HIDDEN)), FileFault.SCRIPT),
    "one spelled otherwise": (off(before_the_table(pdf_bytes(), HIDDEN.replace(b"/J", b"/#4A"))), FileFault.SCRIPT),
    "a later catalogue": (off(before_the_table(pdf_bytes(), EVIL)), FileFault.SCRIPT),
    "an earlier catalogue": (
        off(pdf_bytes().replace(b"1 0 obj", EVIL + b"1 0 obj", 1)), FileFault.SCRIPT,
    ),
    "a script behind the end": (pdf_bytes() + b"\n" * 2000 + EVIL + b"%%EOF\n", FileFault.SCRIPT),
    "a launch": (off(acting(OpenAction=Dictionary(S=Name.Launch))), FileFault.SCRIPT),
    "an attachment": (off(attached()), FileFault.ATTACHMENT),
    "a password": (off(pdf_bytes(encryption=pikepdf.Encryption(user="open", owner="own"))), FileFault.PASSWORD),
    "21 pages": (off(pdf_bytes(21)), FileFault.TOO_MANY_PAGES),
}  # fmt: skip


@pytest.mark.parametrize("data, wanted", HOSTILE.values(), ids=HOSTILE)
def test_what_a_repair_brings_to_light_is_refused(data, wanted):
    assert fault(data) == wanted


def test_a_repaired_file_without_any_harm_is_accepted():
    assert fault(off(pdf_bytes(3))) is None


@pytest.mark.parametrize("cut", [20, 150, 300, 450, 600, 750])
def test_a_file_that_was_cut_off_stays_refused_wherever_it_was_cut(cut):
    assert fault(pdf_bytes(3)[:-cut]) == FileFault.UNREADABLE


def test_a_file_for_quick_viewing_that_was_cut_off_is_refused_although_it_holds_an_end_mark():
    whole = pdf_bytes(3, linearize=True)
    assert whole[:-200].count(b"%%EOF") == 1 and fault(whole) is None
    assert fault(whole[:-200]) == FileFault.UNREADABLE


def test_a_page_whose_content_is_damaged_is_refused_and_not_shown_empty():
    pdf = pikepdf.open(io.BytesIO(pdf_bytes()))
    pdf.pages[0].Contents = pikepdf.Stream(pdf, b"0 0 m 1 1 l S " * 99)
    whole = saved(pdf)
    at = whole.index(b"stream\n", whole.index(b"/FlateDecode")) + len(b"stream\n") + 2
    assert fault(whole) is None
    assert fault(whole[:at] + b"\xff" * 8 + whole[at + 8 :]) == FileFault.UNREADABLE


@pytest.mark.parametrize("kind", ["DCTDecode", "JPXDecode"])
def test_a_page_whose_image_cannot_be_read_is_reported_and_an_honest_empty_one_is_not(kind):
    pdf = pikepdf.open(io.BytesIO(pdf_bytes()))
    facts = {"/Type": Name.XObject, "/Subtype": Name.Image, "/Width": 64, "/Height": 48, "/BitsPerComponent": 8}
    image = pikepdf.Stream(pdf, b"", facts | {"/ColorSpace": Name.DeviceRGB})
    image.write(b"no image at all" * 99, filter=Name(f"/{kind}"))
    pdf.pages[0].obj.Resources = Dictionary(XObject=Dictionary(I=pdf.make_indirect(image)))
    pdf.pages[0].Contents = pikepdf.Stream(pdf, b"q 400 0 0 300 90 300 cm /I Do Q")
    assert rendering.render(io.BytesIO(saved(pdf)), max_pages=1).cautions == [Caution.PAGE_EMPTY]
    assert rendering.render(io.BytesIO(pdf_bytes()), max_pages=1).cautions == []


def test_a_file_sent_as_text_is_restored_and_its_script_found():
    assert fault(pdf_bytes().replace(b"\n", b"\r\n")) is None
    hostile = acting(OpenAction=Dictionary(S=Name.JavaScript, JS=pikepdf.String("app.alert(1)")))
    assert fault(hostile.replace(b"\n", b"\r\n")) == FileFault.SCRIPT


def test_a_repaired_file_that_lost_pages_is_refused():
    assert fault(off(pdf_bytes(3).replace(b"/Count 3", b"/Count 4"))) == FileFault.UNREADABLE


@pytest.mark.parametrize("item", ["Print", "NextPage", "FirstPage", "FitPage"])
def test_opening_that_only_prints_or_turns_pages_is_no_program(item):
    assert fault(acting(OpenAction=named(item))) is None
    assert fault(acting(AA=Dictionary(WP=named(item)))) is None


@pytest.mark.parametrize(
    "action",
    [
        named("SaveAs"),
        named("Print", Next=Dictionary(S=Name.URI, URI=pikepdf.String("https://example.com"))),
        named("Print", Next=Array([named("Print"), Dictionary(S=Name.SubmitForm)])),
        Dictionary(S=Name.URI, URI=pikepdf.String("https://example.com")),
        Dictionary(S=Name.GoToR, F=pikepdf.String("other.pdf")),
    ],
)
def test_opening_that_does_more_than_print_is_a_program(action):
    assert fault(acting(OpenAction=action)) == FileFault.SCRIPT
    assert fault(acting(AA=Dictionary(O=action))) == FileFault.SCRIPT


def test_actions_in_a_circle_are_refused_and_not_followed_for_ever():
    pdf = pikepdf.open(io.BytesIO(pdf_bytes()))
    action = pdf.make_indirect(named("Print"))
    action.Next = action
    pdf.Root.OpenAction = action
    assert fault(saved(pdf)) == FileFault.SCRIPT
