"""Files from the upload to the page picture and the disk of the person who downloads them."""

import io
from html import unescape
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from PIL import Image

from onboarding.models import DocumentVersion
from tests.fonts import unknown_letters, written
from tests.onboarding.joining import open_documents, save_company, send_document
from tests.sample_files import picture_bytes, upload

pytestmark = pytest.mark.usefixtures("catalogue_loaded")
LICENCE = "/application/documents/business_licence/"
FILES = Path(__file__).parents[1] / "files"
HOSTILE_NAMES = [
    "licence.hta",
    "licence.html",
    "licence.bat",
    "licence.pdf.exe",
    "lic\u202efdp.exe",
    "licence.js. .",
    "",
]


@pytest.fixture
def merchant(signed_in):
    save_company(signed_in)
    return signed_in


def newest() -> DocumentVersion:
    return DocumentVersion.objects.latest("pk")


def text_of(answer) -> str:
    return unescape(answer.content.decode())


def download(client):
    return client.get(f"/documents/{newest().pk}/")


def sample(name: str) -> bytes:
    return (FILES / name).read_bytes()


@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_a_download_ends_with_the_proven_type_whatever_the_merchant_called_it(merchant, name):
    send_document(merchant, "business_licence")
    DocumentVersion.objects.update(name=name)  # also one that came in before names were looked at
    assert download(merchant)["Content-Disposition"].endswith('.pdf"')


@pytest.mark.parametrize(
    "data, ending", [(None, "pdf"), (picture_bytes(), "jpg"), (picture_bytes("PNG"), "png"), ("photo.webp", "webp")]
)
def test_each_accepted_type_has_its_own_ending(merchant, data, ending):
    data = sample(data) if isinstance(data, str) else data
    send_document(merchant, "business_licence", data=data, name="start.hta")
    assert download(merchant)["Content-Disposition"] == f'attachment; filename="start.{ending}"'


def test_a_file_that_is_not_proven_yet_comes_under_an_ending_that_opens_nothing(merchant):
    merchant.post(LICENCE, {"file": upload(name="start.hta")})
    assert newest().is_checking
    assert download(merchant)["Content-Disposition"] == 'attachment; filename="start.bin"'


def test_every_answer_with_a_file_is_sandboxed_and_never_sniffed(merchant):
    send_document(merchant, "business_licence")
    for path in (f"/documents/{newest().pk}/", f"/documents/{newest().pk}/pages/1/"):
        answer = merchant.get(path)
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"


@pytest.mark.parametrize("name", sorted(path.name for path in FILES.iterdir() if path.name != "heic-named.jpg"))
def test_what_viewers_open_goes_from_the_upload_to_a_page_picture_with_something_on_it(merchant, name):
    send_document(merchant, "business_licence", data=sample(name), name=name)
    assert newest().is_clean and 'data-status="clean"' in merchant.get(LICENCE).content.decode()
    picture = Image.open(io.BytesIO(merchant.get(f"/documents/{newest().pk}/pages/1/").data))
    assert picture.convert("L").getextrema()[0] < 100
    with default_storage.open(newest().key) as stored:
        assert stored.read() == sample(name)  # the original stays as it came


TOLD = "embedded in this PDF"


def test_a_pdf_whose_text_cannot_be_shown_is_taken_and_its_merchant_is_notified(merchant):
    send_document(merchant, "business_licence", data=written(unknown_letters(), b"<12345678>"))
    assert newest().is_clean and newest().cautions == ["fonts_missing"]
    page = text_of(merchant.get(LICENCE))
    assert TOLD in page and "Print it to a new PDF" in page


@pytest.mark.parametrize("name", ["fonts-not-embedded-stsong.pdf", "seal-without-acroform.pdf"])
def test_what_is_shown_whole_comes_without_a_warning(merchant, name):
    send_document(merchant, "business_licence", data=sample(name))
    assert newest().is_clean and newest().cautions == [] and TOLD not in text_of(merchant.get(LICENCE))


def test_a_heic_photo_is_reported_at_the_form_with_the_setting_that_cures_it(merchant):
    answer = merchant.post(LICENCE, {"file": upload(sample("heic-named.jpg"), "licence.jpg")})
    assert "Settings > Camera > Formats > Most Compatible" in text_of(answer) and not DocumentVersion.objects.exists()


def test_the_page_names_every_accepted_kind(merchant):
    page = merchant.get(LICENCE)
    assert "PDF, JPEG, PNG or WebP" in text_of(page)
    assert ".webp" in page.content.decode() and "image/webp" in page.content.decode()


def test_a_wrong_file_is_refused_and_leaves_the_worker_at_work(merchant):
    for data in (b"%PDF-1.7" + b"\0" * 5000, sample("photo.webp")[:500], b"RIFF\xff\xff\xff\xffWEBP" + b"\xff" * 99):
        merchant.post(LICENCE, {"file": upload(data)})
        open_documents()
        assert newest().fault == "unreadable"
    send_document(merchant, "business_licence")
    assert newest().is_clean
