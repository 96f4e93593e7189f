import pikepdf
import pytest
from django.core.files.storage import default_storage

from onboarding import tasks
from onboarding.actions import documents
from onboarding.models import Document, DocumentVersion
from tests.factories import PASSWORD, confirmed_owner
from tests.onboarding.joining import open_documents, save_company, send_document, statuses
from tests.sample_files import pdf_bytes, picture_bytes, upload

pytestmark = pytest.mark.usefixtures("catalogue_loaded")
LICENCE = "/application/documents/business_licence/"


@pytest.fixture
def merchant(signed_in):
    save_company(signed_in)
    return signed_in


@pytest.fixture
def max_browser(another_browser, mailbox):
    """Max belongs to another merchant."""
    confirmed_owner("Max", "max@elsewhere.example")
    another_browser.post("/sign-in/", {"email": "max@elsewhere.example", "password": PASSWORD})
    another_browser.post("/sign-in/code/", {"code": mailbox.latest(to="max@elsewhere.example").code})
    return another_browser


def newest() -> DocumentVersion:
    return DocumentVersion.objects.latest("pk")


def test_an_upload_waits_for_its_check_and_then_shows_its_page(merchant):
    merchant.post(LICENCE, {"file": upload(name="执照 <b>.pdf")})
    page = merchant.get(LICENCE).content.decode()
    assert 'data-status="checking"' in page and "执照 &lt;b&gt;.pdf" in page
    open_documents()
    page = merchant.get(LICENCE).content.decode()
    assert 'data-status="clean"' in page and f"/documents/{newest().pk}/pages/1/" in page


def test_nothing_of_the_name_is_in_the_key(merchant):
    merchant.post(LICENCE, {"file": upload(name="../../secret.pdf")})
    assert "secret" not in newest().key and ".." not in newest().key
    assert default_storage.exists(newest().key)


@pytest.mark.parametrize(
    "data, expected",
    [(b"", "empty"), (b"MZ\x00", "must be a PDF"), (b"%PDF-" + b"0" * 16 * 1024 * 1024, "too big")],
)
def test_what_shows_at_the_door_names_the_file_and_the_cure(merchant, data, expected):
    page = merchant.post(LICENCE, {"file": upload(data, "my document.pdf")}).content.decode()
    assert "my document.pdf" in page and expected in page and 'id="error-summary"' in page
    assert not DocumentVersion.objects.exists()


def test_no_file_is_reported(merchant):
    assert "Choose a file first" in merchant.post(LICENCE, {}).content.decode()


def test_what_opening_finds_is_reported_in_the_row_and_keeps_the_document_due(merchant):
    protected = pdf_bytes(encryption=pikepdf.Encryption(user="x", owner="y"))
    send_document(merchant, "business_licence", data=protected)
    page = merchant.get(LICENCE).content.decode()
    assert "password-protected" in page and statuses()["business_licence"] == "due"
    assert merchant.get(f"/documents/{newest().pk}/").status_code == 404


def test_a_replacement_counts_only_when_it_is_clean(merchant):
    send_document(merchant, "business_licence")
    first = newest()
    send_document(merchant, "business_licence", data=b"%PDF-1.7 broken")
    assert Document.objects.get().current == first and statuses()["business_licence"] == "provided"
    send_document(merchant, "business_licence", data=picture_bytes(), name="new.jpg")
    assert Document.objects.get().current == newest() and newest().number == 3
    assert default_storage.exists(first.key)


def test_removing_takes_the_file_and_opens_the_document_again(merchant, django_capture_on_commit_callbacks):
    send_document(merchant, "business_licence")
    version = newest()
    with django_capture_on_commit_callbacks(execute=True):
        answer = merchant.post(f"{LICENCE}{version.pk}/remove/")
    assert answer["Location"] == f"{LICENCE}#files"
    assert statuses()["business_licence"] == "due" and Document.objects.get().current is None
    assert not default_storage.exists(version.key) and not default_storage.exists(version.page_key(1))
    assert merchant.get(f"{LICENCE}{version.pk}/remove/").status_code == 405


def test_a_part_that_does_not_exist_is_refused(merchant):
    assert merchant.post(LICENCE, {"file": upload(), "part": 2}).status_code == 200
    assert not DocumentVersion.objects.exists()


def test_another_merchant_finds_nothing_of_it(merchant, max_browser):
    send_document(merchant, "business_licence")
    pk = newest().pk
    for path in (f"/documents/{pk}/", f"/documents/{pk}/pages/1/", LICENCE):
        assert max_browser.get(path).status_code == 404
    assert max_browser.post(f"{LICENCE}{pk}/remove/").status_code == 404
    assert max_browser.post(LICENCE, {"file": upload()}).status_code == 404
    assert DocumentVersion.objects.get().removed_at is None


def test_the_original_is_served_as_a_download_only(merchant):
    send_document(merchant, "business_licence", name='a"b\r\n.pdf')
    answer = merchant.get(f"/documents/{newest().pk}/")
    assert answer["Content-Disposition"].startswith("attachment") and "\n" not in answer["Content-Disposition"]
    assert answer["Content-Type"] == "application/octet-stream" and "sandbox" in answer["Content-Security-Policy"]
    with default_storage.open(newest().key) as stored:
        assert answer.data == stored.read()
    assert answer["X-Content-Type-Options"] == "nosniff" and "no-store" in answer["Cache-Control"]
    assert merchant.get(f"/documents/{newest().pk}/pages/2/").status_code == 404


def test_a_result_is_noted_once(merchant):
    merchant.post(LICENCE, {"file": upload()})
    assert documents.record_result(newest().pk, media_type="application/pdf", pages=1)
    assert not documents.record_result(newest().pk, fault="unreadable")
    tasks.check_document(newest().pk)
    assert newest().status == "clean"
