"""A file that our storage has lost, or cannot give: a calm page, a sentence, an alarm, and no false record."""

import logging

import pytest
from django.utils import timezone

from merchant_portal.audit.models import AuditEvent
from merchant_portal.operations import alarms
from merchant_portal.storage import private
from onboarding.actions import files
from onboarding.models import Submission, SubmittedDocument
from tests.accounts.test_staff_sign_in import enrol
from tests.onboarding.joining import send_document
from tests.onboarding.test_documents import LICENCE
from tests.silent_server import SilentServer
from tests.storages import use

pytestmark = pytest.mark.usefixtures("catalogue_loaded")


@pytest.fixture
def submitted(version):
    """The same document, as it was sent: reviewers open no other."""
    application = version.document.requirement.application
    owner = application.merchant.memberships.get().person
    sent = Submission.objects.create(application=application, number=1, submitted_by=owner, due_at=timezone.now())
    SubmittedDocument.objects.create(submission=sent, requirement_key="business_licence", part=1, version=version)
    return version


def opened() -> int:
    return AuditEvent.objects.filter(code="onboarding.document_opened").count()


def critical(caplog) -> list[str]:
    ours = [record for record in caplog.records if record.name == files.__name__]
    return [record.getMessage() for record in ours if record.levelno == logging.CRITICAL]


@pytest.mark.parametrize("page, what", [(0, "original"), (1, "page images")])
def test_merchant_and_reviewer_get_a_calm_page_and_staff_an_alarm(
    signed_in, another_browser, rita, submitted, caplog, page, what
):
    enrol(another_browser)
    private.delete(submitted.page_key(1) if page else submitted.key)
    path = f"/documents/{submitted.pk}/" + (f"pages/{page}/" if page else "")
    for browser in (signed_in, another_browser):
        answer = browser.get(path)
        assert answer.status_code == 404 and "find this file in our storage" in answer.content.decode()
    shown = critical(caplog)
    assert len(shown) == 1 and str(submitted.pk) in shown[0] and what in shown[0]
    assert opened() == 0 and alarms.open_alarms().get().kind == "file.lost"


def test_the_page_of_the_document_says_it_and_offers_nothing_that_is_not_there(signed_in, version):
    private.delete(version.page_key(1))
    files.check_exists(version)
    page = signed_in.get(LICENCE).content.decode()
    assert "find this file any more" in page and "/pages/1/" not in page and f'href="/documents/{version.pk}/"' in page
    private.delete(version.key)
    files.check_exists(version)
    assert f'href="/documents/{version.pk}/"' not in signed_in.get(LICENCE).content.decode()


def test_a_new_upload_takes_its_place(signed_in, version):
    private.delete(version.key)
    signed_in.get(f"/documents/{version.pk}/")
    send_document(signed_in, "business_licence")
    page = signed_in.get(LICENCE).content.decode()
    assert "find this file any more" not in page and 'data-status="clean"' in page


def test_a_file_that_is_found_again_is_missing_no_more(version):
    with private.open_file(version.page_key(1)) as file:
        picture = file.read()
    private.delete(version.page_key(1))
    assert not files.check_exists(version)
    version.refresh_from_db()
    assert version.pictures_missing_at and version.original_missing_at is None
    private.write(version.page_key(1), picture)
    assert files.check_exists(version)
    version.refresh_from_db()
    assert version.pictures_missing_at is None


def test_opened_is_on_record_only_when_it_was(another_browser, rita, submitted, settings):
    enrol(another_browser)
    kept = settings.STORAGES
    with SilentServer() as server:
        use(settings, server.storage_url, read_seconds=0.2)
        for path in (f"/documents/{submitted.pk}/", f"/documents/{submitted.pk}/pages/1/"):
            answer = another_browser.get(path)
            assert answer.status_code == 503 and answer["Retry-After"] == "30"
    settings.STORAGES = kept
    assert opened() == 0
    submitted.refresh_from_db()
    assert submitted.original_missing_at is None and submitted.pictures_missing_at is None
    for path in (f"/documents/{submitted.pk}/", f"/documents/{submitted.pk}/pages/1/"):
        assert another_browser.get(path).status_code == 200
    assert opened() == 2
