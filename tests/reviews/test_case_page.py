"""The case page: what it shows to whom, verdicts by its forms, refusals told on it."""

import pytest

from accounts.roles import Role
from onboarding.actions import applications
from onboarding.models import DocumentVersion
from reviews.models import Review, Verdict
from tests import worlds
from tests.reviews.staff import at, give, signed_in, text_of, version_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def rita_at_work():
    return signed_in()


@pytest.fixture
def review(rita_at_work):
    return worlds.claimed(rita_at_work.person)


def test_it_shows_the_submission_and_not_the_live_answers(rita_at_work, review, settings):
    settings.DECISION_UNDO_SECONDS = 0
    worlds.judge(review, company=["address.differs:city"])
    worlds.decided(review, worlds.Outcome.REQUEST_CHANGES)
    applications.save_company(
        application=review.application, answers={"city": "宁波"}, by=worlds.owner_of(review.application)
    )
    page = text_of(rita_at_work.get(at(review)))
    assert "杭州" in page and "宁波" not in page


def test_a_document_whose_pdf_lacks_its_fonts_says_so_beside_its_picture(rita_at_work, review):
    shown = "embedded in this PDF"
    address = at(review) + "?item=item-business_licence-1"
    assert shown not in text_of(rita_at_work.get(address))
    DocumentVersion.objects.filter(pk=version_of(review, "business_licence")).update(cautions=["fonts_missing"])
    page = text_of(rita_at_work.get(address))
    assert shown in page and "Compare it with the original" in page


def test_verdicts_are_given_one_by_one_to_the_end_of_the_list(rita_at_work, review):
    answer = give(rita_at_work, review, "company", "accept")
    assert "item=item-business_licence-1" in answer["Location"]
    answer = give(rita_at_work, review, reason=["doc.cropped", "doc.unreadable"], comment="左上角")
    assert "item=item-representative_id-1" in answer["Location"]
    give(rita_at_work, review, "representative_id", "accept", part=1)
    answer = give(rita_at_work, review, "representative_id", "accept", part=2)
    assert answer["Location"].endswith("#bar")
    page = text_of(rita_at_work.get(at(review)))
    assert "4 of 4 reviewed" in page and "1 to return" in page and "Request changes (1)" in page


def test_a_return_without_reason_is_reported_and_nothing_is_written(rita_at_work, review):
    answer = give(rita_at_work, review)
    assert answer.status_code == 409 and "Choose at least one reason" in text_of(answer)
    assert not Verdict.objects.exists()


@pytest.mark.parametrize(
    "changed, status",
    [
        ({"verdict": "perhaps"}, 200),
        ({"requirement": "../x"}, 200),
        ({"version": "x"}, 200),
        ({"version": "9" * 40}, 200),
        ({"requirement": ""}, 200),
        ({"comment": "x" * 1001, "reason": ["doc.cropped"]}, 200),
        ({"comment": "a\x00b", "reason": ["doc.cropped"]}, 200),
        ({"reason": ["no.such"]}, 409),
        ({"reason": [":" * 50]}, 409),
        ({"version": "999999"}, 409),
        ({"submission": "7"}, 409),
    ],
)
def test_bad_input_is_reported_and_nothing_is_written(rita_at_work, review, changed, status):
    posted = {"requirement": "business_licence", "version": version_of(review, "business_licence")}
    answer = rita_at_work.post(at(review, "verdict/"), posted | {"verdict": "return"} | changed)
    assert answer.status_code == status and "error-summary" in text_of(answer)
    assert not Verdict.objects.exists()


@pytest.mark.parametrize(
    "reasons, comment, status",
    [(["doc.cropped"], "y" * 1001, 200), (["doc.cropped", "no.such"], "左上角", 409), ([], "左上角", 409)],
)
def test_a_refused_verdict_keeps_what_was_filled_in(rita_at_work, review, reasons, comment, status):
    answer = give(rita_at_work, review, "representative_id", part=2, reason=reasons, comment=comment)
    page = text_of(answer)
    assert answer.status_code == status and f">{comment}</textarea>" in page
    assert ('value="doc.cropped" checked' in page) is ("doc.cropped" in reasons)
    assert page.count("checked") == len(set(reasons) & {"doc.cropped"})
    assert f'name="version" value="{version_of(review, "representative_id", 2)}"' in page


def test_a_refused_verdict_on_the_profile_keeps_what_was_filled_in(rita_at_work, review):
    comment = "y" * 1001
    page = text_of(give(rita_at_work, review, "company", reason=["address.differs:city"], comment=comment))
    assert 'value="address.differs:city" selected' in page and page.count(comment) == 1


def test_who_does_not_hold_it_reads(rita_at_work, review):
    ravi = signed_in("Ravi")
    page = text_of(ravi.get(at(review)))
    assert "This case is assigned to Rita" in page and "/verdict/" not in page and 'id="bar"' not in page
    for ending in ("verdict/", "release/", "undo/", "request-changes/", "decide/"):
        posted = {"requirement": "company", "verdict": "accept", "outcome": "approve", "confirm": "1"}
        assert ravi.post(at(review, ending), posted).status_code == 409, ending
    assert not Verdict.objects.exists()


@pytest.mark.parametrize("role", [Role.SUPPORT, Role.ADMINISTRATOR])
def test_other_roles_do_not_see_it(review, role):
    client = signed_in("Max", role=role)
    for ending in ("claim/", "verdict/", "release/", "request-changes/", "decide/", "undo/"):
        assert client.post(at(review, ending)).status_code == 403
    assert client.get(at(review)).status_code == 403


def test_a_draft_and_what_is_not_there_are_not_found(rita_at_work):
    draft = worlds.application_at(worlds.Status.DRAFT)
    for pk in (draft.pk, 999999, "9" * 18):
        assert rita_at_work.get(f"/admin/reviews/case/{pk}/").status_code == 404


def test_after_a_withdrawal_nothing_waits_and_nothing_is_judged(rita_at_work, review):
    worlds.judge(review)
    worlds.decided(review, worlds.Outcome.APPROVE)
    applications.withdraw(application=review.application, by=worlds.owner_of(review.application))
    page = text_of(rita_at_work.get(at(review)))
    assert "send the email at" not in page and "/undo/" not in page and 'id="bar"' not in page
    assert "withdrawn" in page


def test_verbs_are_never_done_by_get(rita_at_work, review):
    for ending in ("claim/", "verdict/", "release/", "request-changes/", "decide/", "undo/"):
        answer = rita_at_work.get(at(review, ending))
        assert answer.status_code == 405 and "press a button" in answer.content.decode()
    assert rita_at_work.get("/admin/reviews/case/claim-next/").status_code == 405


def test_a_case_is_released_with_its_reason(rita_at_work, review):
    answer = rita_at_work.post(at(review, "release/"), {"reason": "on leave"}, follow=True)
    assert "is back in the queue" in text_of(answer)
    review = Review.objects.get()
    assert (review.closed_as, review.release_reason) == ("released", "on leave")
