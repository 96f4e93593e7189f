"""Documents that were taken away: nothing of them stays, and nobody stumbles over them."""

from datetime import timedelta

import pytest

from onboarding import tasks
from onboarding.actions import applications, checking, documents
from onboarding.models import Application, DocumentRule, DocumentVersion, Requirement
from tests.onboarding.joining import save_company, send_document
from tests.sample_files import upload

DOCUMENT = "/application/documents/business_licence/"


@pytest.fixture
def at_the_documents(signed_in, catalogue_loaded):
    save_company(signed_in)
    return signed_in


def test_a_removed_document_is_not_found(at_the_documents):
    send_document(at_the_documents, "business_licence")
    version = DocumentVersion.objects.get()
    assert at_the_documents.get(f"/documents/{version.pk}/").status_code == 200
    at_the_documents.post(f"{DOCUMENT}{version.pk}/remove/")
    assert at_the_documents.get(f"/documents/{version.pk}/").status_code == 404
    assert at_the_documents.get(f"/documents/{version.pk}/pages/1/").status_code == 404


def test_one_that_is_removed_before_it_was_opened_wakes_nobody(at_the_documents, monkeypatch):
    at_the_documents.post(DOCUMENT, {"file": upload(), "part": 1})
    version = DocumentVersion.objects.get()
    at_the_documents.post(f"{DOCUMENT}{version.pk}/remove/")
    tasks.check_document(version.pk)
    monkeypatch.setattr(checking, "WAKE_UP_LOST", timedelta(0))
    woken = []
    monkeypatch.setattr(checking.background, "wake", lambda *asked: woken.append(asked))
    tasks.check_waiting_documents()
    assert woken == []


@pytest.mark.django_db(transaction=True)
def test_one_that_is_removed_while_its_pages_are_drawn_leaves_no_picture(at_the_documents, monkeypatch):
    at_the_documents.post(DOCUMENT, {"file": upload(), "part": 1})
    version = DocumentVersion.objects.get()
    discarded = []
    monkeypatch.setattr(documents, "discard", lambda keys: discarded.extend(keys))
    at_the_documents.post(f"{DOCUMENT}{version.pk}/remove/")
    documents.record_result(version.pk, media_type="application/pdf", pages=2)
    assert version.page_key(2) in discarded


def test_half_an_optional_document_is_not_sent(at_the_documents):
    DocumentRule.objects.filter(key="bank_statement").update(parts=2)
    send_document(at_the_documents, "bank_statement")
    rows = applications.rows_of(Application.objects.get())
    assert Requirement.objects.get(key="bank_statement") in applications.missing(rows)
