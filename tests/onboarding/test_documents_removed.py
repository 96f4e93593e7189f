"""Papers that were taken away: nothing of them stays, and nobody stumbles over them."""

from datetime import timedelta

import pytest

from onboarding import tasks
from onboarding.actions import applications, checking, documents
from onboarding.models import Application, DocumentVersion, PaperRule, Requirement
from tests.onboarding.joining import save_company, send_paper
from tests.papers import upload

PAPER = "/application/documents/business_licence/"


@pytest.fixture
def at_the_papers(signed_in, catalogue_loaded):
    save_company(signed_in)
    return signed_in


def test_a_removed_paper_is_not_found(at_the_papers):
    send_paper(at_the_papers, "business_licence")
    version = DocumentVersion.objects.get()
    assert at_the_papers.get(f"/documents/{version.pk}/").status_code == 200
    at_the_papers.post(f"{PAPER}{version.pk}/remove/")
    assert at_the_papers.get(f"/documents/{version.pk}/").status_code == 404
    assert at_the_papers.get(f"/documents/{version.pk}/pages/1/").status_code == 404


def test_one_that_is_removed_before_it_was_opened_wakes_nobody(at_the_papers, monkeypatch):
    at_the_papers.post(PAPER, {"file": upload(), "part": 1})
    version = DocumentVersion.objects.get()
    at_the_papers.post(f"{PAPER}{version.pk}/remove/")
    tasks.open_paper(version.pk)
    monkeypatch.setattr(checking, "WAKE_UP_LOST", timedelta(0))
    woken = []
    monkeypatch.setattr(checking.background, "wake", lambda *asked: woken.append(asked))
    tasks.sweep_papers()
    assert woken == []


@pytest.mark.django_db(transaction=True)
def test_one_that_is_removed_while_its_pages_are_drawn_leaves_no_picture(at_the_papers, monkeypatch):
    at_the_papers.post(PAPER, {"file": upload(), "part": 1})
    version = DocumentVersion.objects.get()
    discarded = []
    monkeypatch.setattr(documents, "discard", lambda keys: discarded.extend(keys))
    at_the_papers.post(f"{PAPER}{version.pk}/remove/")
    documents.record_result(version.pk, media_type="application/pdf", pages=2)
    assert version.page_key(2) in discarded


def test_half_an_optional_paper_is_not_sent(at_the_papers):
    PaperRule.objects.filter(key="bank_statement").update(parts=2)
    send_paper(at_the_papers, "bank_statement")
    rows = applications.rows_of(Application.objects.get())
    assert Requirement.objects.get(key="bank_statement") in applications.missing(rows)
