"""Uploads and checks at the same moment: a cap that holds, and one worker for each document."""

import time
from types import SimpleNamespace

import pytest

from merchant_portal.storage import private
from onboarding.actions import checking, documents
from onboarding.models import DocumentVersion, Requirement
from onboarding.transitions import Status
from tests import worlds
from tests.onboarding.joining import open_documents, save_company
from tests.onboarding.test_documents import LICENCE
from tests.sample_files import upload
from tests.threads import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("catalogue_loaded")]


@pytest.fixture
def merchant(signed_in):
    save_company(signed_in)
    return signed_in


def stored():
    return SimpleNamespace(key=private.new_key("documents"), size=1, sha256="0" * 64)


def test_of_thirteen_uploads_at_once_twelve_are_checked_and_one_is_refused(merchant, olive):
    licence = Requirement.objects.get(key="business_licence")

    def send(number):
        requirement = Requirement.objects.get(pk=licence.pk)
        return documents.upload(requirement=requirement, part=1, stored=stored(), name="a.pdf", by=olive)

    answers = at_once(send, 13)
    refused = [answer for answer in answers if isinstance(answer, documents.TooManyInChecking)]
    assert len(refused) == 1 and "12 of your documents" in str(refused[0].message)
    assert DocumentVersion.objects.filter(status="checking").count() == 12


def test_the_page_says_so_keeps_no_file_and_takes_it_when_one_is_done(merchant, settings):
    settings.UPLOADS_IN_CHECKING = 1
    merchant.post(LICENCE, {"file": upload(), "part": 1})
    answer = merchant.post(LICENCE, {"file": upload(name="second.pdf"), "part": 1})
    page = answer.content.decode()
    assert answer.status_code == 409 and "1 of your documents is still being checked" in page
    assert 'id="error-summary"' in page and DocumentVersion.objects.count() == 1
    open_documents()
    assert merchant.post(LICENCE, {"file": upload(), "part": 1}).status_code == 302


def test_what_was_taken_away_takes_no_place(merchant, settings):
    settings.UPLOADS_IN_CHECKING = 1
    for _ in range(2):
        assert merchant.post(LICENCE, {"file": upload(), "part": 1}).status_code == 302
        merchant.post(f"{LICENCE}{DocumentVersion.objects.latest('pk').pk}/remove/")


def test_another_merchant_has_places_of_its_own(merchant, settings):
    settings.UPLOADS_IN_CHECKING = 1
    merchant.post(LICENCE, {"file": upload(), "part": 1})
    other = worlds.application_at(Status.DRAFT)
    licence, owner = other.requirements.get(key="business_licence"), worlds.owner_of(other)
    documents.upload(requirement=licence, part=1, stored=stored(), name="a.pdf", by=owner)
    assert DocumentVersion.objects.filter(status="checking").count() == 2


def test_two_workers_never_check_the_same_document(merchant, monkeypatch):
    merchant.post(LICENCE, {"file": upload(), "part": 1})
    version = DocumentVersion.objects.get()
    begun, remake = [], checking.rendering.render

    def slow(original, **more):
        begun.append(1)
        time.sleep(0.5)
        return remake(original, **more)

    monkeypatch.setattr(checking.rendering, "render", slow)
    assert at_once(lambda number: checking.check(version.pk), 3) == [None] * 3
    version.refresh_from_db()
    assert begun == [1] and version.status == "clean"


def test_a_document_in_work_is_not_woken_and_one_whose_worker_died_is(merchant, monkeypatch):
    merchant.post(LICENCE, {"file": upload(), "part": 1})
    version, woken = DocumentVersion.objects.get(), []
    monkeypatch.setattr(checking, "WAKE_UP_LOST", checking.WAKE_UP_LOST * 0)
    monkeypatch.setattr(checking.background, "wake", lambda task, pk: woken.append(pk))

    def die(original, **more):
        checking.wake_lost()
        assert woken == []
        checking.connection.close()  # as when its process is killed
        raise KeyboardInterrupt

    monkeypatch.setattr(checking.rendering, "render", die)
    with pytest.raises(KeyboardInterrupt):
        checking.check(version.pk)
    checking.wake_lost()
    assert woken == [version.pk]
