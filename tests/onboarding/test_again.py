"""Beginning again after an end without approval: what is still good comes along, once."""

import pytest
from django.core.files.storage import default_storage

from onboarding.models import Application, DocumentVersion
from onboarding.transitions import Status
from tests import worlds
from tests.factories import confirmed_owner, form_id_on
from tests.onboarding import joining
from tests.onboarding.judged import CARD, LICENCE, in_review, rejected, returned, sign_in

AGAIN, STATUS, WITHDRAW = "/application/again/", "/application/status/", "/application/withdraw/"


@pytest.fixture(autouse=True)
def at_once_effective(settings):
    settings.DECISION_UNDO_SECONDS = 0


def press(client):
    return client.post(AGAIN, {"form_id": form_id_on(client.get(STATUS))})


def newest():
    return Application.objects.order_by("-pk").first()


def statuses():
    return dict(newest().requirements.values_list("key", "status"))


def test_after_a_rejection_all_that_was_sent_comes_along(signed_in, olive, rita):
    old = rejected(olive, rita)
    assert press(signed_in)["Location"] == "/application/"
    draft = newest()
    assert (draft.status, draft.answers, draft.submission_number) == (Status.DRAFT, old.answers, 0)
    assert draft.pk != old.pk and draft.merchant_id == old.merchant_id
    assert {key for key, status in statuses().items() if status == "provided"} == {"company", LICENCE, CARD}
    assert "Check and submit" in signed_in.get("/application/").content.decode()


def test_what_is_to_be_kept_in_mind_about_a_file_comes_along_too(signed_in, olive, rita):
    rejected(olive, rita)
    DocumentVersion.objects.update(cautions=["fonts_missing"])
    press(signed_in)
    taken = DocumentVersion.objects.filter(document__requirement__application=newest())
    assert taken.count() == 3 and all(version.cautions == ["fonts_missing"] for version in taken)


def test_what_came_along_can_be_sent(signed_in, olive, rita):
    rejected(olive, rita)
    press(signed_in)
    assert signed_in.post("/application/check/", {"declaration": "on"})["Location"] == "/application/submitted/"
    assert newest().submissions.get().documents.count() == 3


def test_what_was_returned_stays_behind(signed_in, olive, rita):
    returned(olive, rita, company=["address.differs:city"], **{LICENCE: ["doc.cropped"]})
    signed_in.post(WITHDRAW)
    press(signed_in)
    assert newest().answers == joining.COMPANY
    assert statuses() == {"company": "due", LICENCE: "due", CARD: "provided", "bank_statement": "due"}


def test_after_a_withdrawn_draft_the_answers_come_along(signed_in, catalogue_loaded):
    joining.save_company(signed_in)
    joining.send_document(signed_in, CARD, part=2)
    signed_in.post(WITHDRAW)
    press(signed_in)
    assert statuses() == {"company": "provided", LICENCE: "due", CARD: "due", "bank_statement": "due"}
    assert DocumentVersion.objects.filter(document__requirement__application=newest()).count() == 1


def test_an_empty_draft_that_was_withdrawn_begins_empty(signed_in, catalogue_loaded):
    signed_in.post(WITHDRAW)
    press(signed_in)
    assert newest().answers == {} and signed_in.get("/application/").status_code == 200


def test_a_double_press_opens_one(signed_in, olive, rita):
    rejected(olive, rita)
    form = {"form_id": form_id_on(signed_in.get(STATUS))}
    assert [signed_in.post(AGAIN, form)["Location"] for _ in range(2)] == ["/application/"] * 2
    assert Application.objects.count() == 2


def test_a_page_that_was_open_for_days_is_shown_again(signed_in, olive, rita):
    rejected(olive, rita)
    page = signed_in.post(AGAIN, {"form_id": "old"})
    assert page.status_code == 200 and 'id="error-summary"' in page.content.decode()
    assert "This page has expired" in page.content.decode() and Application.objects.count() == 1
    assert signed_in.post(AGAIN, {"form_id": form_id_on(page)}).status_code == 302


def test_removing_a_file_that_came_along_keeps_it_with_the_old_application(signed_in, catalogue_loaded):
    joining.fill_all(signed_in)
    signed_in.post("/application/check/", {"declaration": "on"})
    signed_in.post(WITHDRAW)
    old = DocumentVersion.objects.get(document__requirement__key=LICENCE)
    press(signed_in)
    taken = DocumentVersion.objects.get(document__requirement__application=newest(), key=old.key)
    assert signed_in.get(f"/documents/{taken.pk}/pages/1/").status_code == 200
    signed_in.post(f"/application/documents/{LICENCE}/{taken.pk}/remove/")
    assert statuses()[LICENCE] == "due"
    assert default_storage.exists(old.key) and default_storage.exists(old.page_key(1))
    assert signed_in.get(f"/documents/{old.pk}/").status_code == 200


@pytest.mark.parametrize("form_id", [None, "old"])
def test_not_while_one_is_under_way(signed_in, olive, rita, form_id, another_browser, mailbox):
    other = worlds.application_at(Status.SUBMITTED, owner=confirmed_owner("Max", "max@other.example"))
    sign_in(another_browser, worlds.owner_of(other), mailbox)
    another_browser.post(WITHDRAW)
    form = {"form_id": form_id or form_id_on(another_browser.get(STATUS))}
    assert signed_in.post(AGAIN, form).status_code == 409
    in_review(olive, rita)
    assert signed_in.post(AGAIN, form).status_code == 409
    assert Application.objects.count() == 2


def test_not_by_somebody_who_only_works_there(signed_in, olive, rita):
    old = rejected(olive, rita)
    form = {"form_id": form_id_on(signed_in.get(STATUS))}
    old.merchant.memberships.update(role="editor")
    assert f'action="{AGAIN}"' not in signed_in.get(STATUS).content.decode()
    assert signed_in.post(AGAIN, form).status_code == 403
    assert Application.objects.count() == 1
