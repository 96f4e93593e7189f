"""P12: what was returned is open and nothing else; it is corrected or explained, then sent again."""

import re

import pytest

from onboarding.models import Application, DocumentVersion, Requirement
from onboarding.transitions import Status
from reviews.actions import verdicts
from reviews.items import review_items
from reviews.models import Case, Verdict
from reviews.transitions import Outcome
from tests import worlds
from tests.onboarding import joining
from tests.onboarding.judged import CARD, LICENCE, in_review, outcome_of, returned

CHANGES, CHECK = "/application/changes/", "/application/check/"
WHY = "The seal lies below the corner."


@pytest.fixture(autouse=True)
def at_once_effective(settings):
    settings.DECISION_UNDO_SECONDS = 0


@pytest.fixture
def two(signed_in, olive, rita):
    """The licence and the city came back."""
    return returned(olive, rita, business_licence=["doc.cropped"], company=["address.differs:city"])


def text_of(page):
    return page.content.decode()


def explain(client, key=LICENCE, comment=WHY):
    return client.post(CHANGES, {"requirement": key, "comment": comment})


def state(key):
    return Requirement.objects.get(key=key).status


def test_a_sign_in_lands_there(two, signed_in):
    assert signed_in.get("/application/")["Location"] == CHANGES
    assert 'data-status="changes_requested"' in text_of(signed_in.get(CHANGES))


def test_past_the_date_it_is_still_open_and_says_so(two, signed_in):
    Application.objects.update(changes_due_at="2026-01-05T10:00Z")
    assert b"The deadline has passed." in signed_in.get(CHANGES).content


def test_it_names_reason_and_cure_of_each_thing(two, signed_in):
    page = text_of(signed_in.get(CHANGES))
    assert "2 items to fix" in page and "0 of 2 fixed" in page
    for words in ("A corner or an edge is cut off.", "Lay the document flat", "City", joining.COMPANY["city"]):
        assert words in page


def test_without_a_return_it_leads_to_the_page_of_the_state(signed_in, catalogue_loaded):
    assert signed_in.get(CHANGES)["Location"] == "/application/"
    assert explain(signed_in)["Location"] == "/application/"


def test_only_the_returned_field_can_be_changed(two, signed_in):
    page = text_of(signed_in.get("/application/company/"))
    assert 'name="city"' in page and 'name="address"' not in page
    joining.save_company(signed_in, city="宁波", address="Forged Street 1", legal_form="branch", shown_for=None)
    joining.save_company(signed_in, city="宁波", address="Forged Street 1")
    two.refresh_from_db()
    assert two.answers == joining.COMPANY | {"city": "宁波"} and state("company") == "provided"


def test_a_document_that_was_accepted_is_locked(two, signed_in):
    page = signed_in.get(f"/application/documents/{CARD}/")
    assert 'type="file"' not in text_of(page) and "Accepted" in text_of(page)
    before = DocumentVersion.objects.filter(document__requirement__key=CARD)
    assert joining.send_document(signed_in, CARD).status_code == 409
    assert signed_in.post(f"/application/documents/{CARD}/{before[0].pk}/remove/").status_code == 409
    assert before.filter(removed_at=None).count() == 2 and state(CARD) == "accepted"
    assert explain(signed_in, CARD).status_code == 409 and state(CARD) == "accepted"


def test_of_a_two_sided_document_the_side_that_came_back_is_open(signed_in, olive, rita):
    review = in_review(olive, rita)
    worlds.judge(review)
    back = review_items(Case.objects.get(pk=review.application_id), review)[-1]
    because = [verdicts.ChosenReason.read("doc.unreadable")]
    verdicts.give(
        review=review, key=CARD, version_id=back.version_id, kind=Verdict.Kind.RETURN, reasons=because, by=rita
    )
    outcome_of(review, Outcome.REQUEST_CHANGES)
    assert re.search(r"<strong>Back\. The picture is unreadable", text_of(signed_in.get(CHANGES)))
    front, back = text_of(signed_in.get(f"/application/documents/{CARD}/")).split('id="part-2"')
    assert "is unreadable" not in front and "Accepted" in front and 'type="file"' not in front
    assert "is unreadable" in back and 'type="file"' in back
    assert joining.send_document(signed_in, CARD, part=1).status_code == 409
    assert joining.send_document(signed_in, CARD, part=2).status_code == 302 and state(CARD) == "provided"
    assert "1 of 1 fixed" in text_of(signed_in.get(CHANGES))


def test_a_replacement_counts_when_it_is_clean(two, signed_in):
    joining.send_document(signed_in, LICENCE, data=b"no document at all", name="note.pdf")
    assert "0 of 2 fixed" in text_of(signed_in.get(CHANGES))
    joining.send_document(signed_in, LICENCE)
    assert "1 of 2 fixed" in text_of(signed_in.get(CHANGES))


def test_an_explanation_counts_as_an_answer(two, signed_in):
    assert explain(signed_in)["Location"] == CHANGES
    page = text_of(signed_in.get(CHANGES))
    assert "1 of 2 fixed" in page and WHY in page
    assert Requirement.objects.get(key=LICENCE).comment == WHY


@pytest.mark.parametrize("typed, text", [("  ", "Enter your explanation"), ("x" * 1001, "Use at most 1000 characters")])
def test_an_explanation_that_is_empty_or_too_long_is_shown_again(two, signed_in, typed, text):
    answer = explain(signed_in, comment=typed)
    page = text_of(answer)
    assert answer.status_code == 200 and 'id="error-summary"' in page and page.count(text) == 2
    assert re.search(r"<details[^>]* open>", page) and typed.strip() in page
    assert re.search(r'href="#(id_comment\w*)"', page)[1] in re.findall(r'<textarea[^>]*id="(\w+)"', page)
    assert state(LICENCE) == "returned"


def test_what_was_not_returned_or_is_unknown_cannot_be_explained(two, signed_in):
    assert explain(signed_in, "bank_statement").status_code == 409 and state("bank_statement") == "due"
    assert explain(signed_in, "no_such_thing").status_code == 409
    assert signed_in.post(CHANGES, {"requirement": "no_such_thing", "comment": ""}).status_code == 200


def test_a_file_that_was_taken_away_is_not_replaced_by_words(two, signed_in):
    version = DocumentVersion.objects.get(document__requirement__key=LICENCE)
    signed_in.post(f"/application/documents/{LICENCE}/{version.pk}/remove/")
    assert explain(signed_in).status_code == 409 and state(LICENCE) == "due"


def test_it_is_sent_again_when_all_is_answered(two, signed_in, mailbox):
    explain(signed_in)
    page = signed_in.post(CHECK, {"declaration": "on"})
    assert page.status_code == 200 and "1 item to complete" in text_of(page)
    assert [name for name in joining.COMPANY if f"/company/#id_{name}" in text_of(page)] == ["city"]
    joining.save_company(signed_in, city="宁波")
    assert signed_in.post(CHECK, {"declaration": "on"})["Location"] == "/application/submitted/"
    two.refresh_from_db()
    assert (two.status, two.submission_number, two.changes_due_at) == (Status.SUBMITTED, 2, None)
    assert two.reference in mailbox.latest(kind="onboarding/received").text
    assert signed_in.get(CHANGES)["Location"] == "/application/"
