"""Verdicts: one per item, with reasons that fit; what was accepted stays accepted."""

import pytest

from onboarding.actions import applications, requirements
from onboarding.models import Requirement
from onboarding.transitions import Status
from reviews.actions import cases, verdicts
from reviews.items import review_items
from reviews.models import Case, Verdict
from reviews.transitions import Outcome
from tests import worlds

pytestmark = pytest.mark.django_db
LICENCE, COMPANY = "business_licence", "company"


@pytest.fixture
def review(rita, settings):
    settings.DECISION_UNDO_SECONDS = 0
    return worlds.claimed(rita)


def items(review):
    return {
        (item.requirement.key, item.part): item
        for item in review_items(Case.objects.get(pk=review.application_id), review)
    }


def give(review, key, *codes, kind=Verdict.Kind.RETURN, part=1, **more):
    if key != COMPANY and "version_id" not in more:
        more["version_id"] = items(review)[key, part].version_id
    because = [verdicts.ChosenReason.read(code) for code in codes]
    given = {"key": key, "version_id": None, "kind": kind, "reasons": because, "by": review.reviewer} | more
    return verdicts.give(review=review, **given)


def test_a_later_verdict_takes_the_place_of_the_one_before(review):
    give(review, LICENCE, "doc.cropped", comment="Top left.")
    give(review, LICENCE, kind=Verdict.Kind.ACCEPT, comment="Top left.")
    verdict = Verdict.objects.get()
    assert (verdict.kind, verdict.comment, verdict.reasons.count()) == ("accept", "", 0)


def test_the_same_reason_twice_is_said_once(review):
    assert give(review, LICENCE, "doc.cropped", "doc.cropped").reasons.count() == 1


def test_a_return_without_a_reason_is_refused(review):
    with pytest.raises(verdicts.ReasonMissing):
        give(review, LICENCE)


@pytest.mark.parametrize(
    "key, code",
    [
        (LICENCE, "risk.forgery"),
        (LICENCE, "no.such"),
        (LICENCE, "number.differs"),
        (LICENCE, "doc.cropped:city"),
        (LICENCE, "doc.side_missing"),  # the licence has one side
        (COMPANY, "number.differs"),
        (COMPANY, "number.differs:password"),
        (COMPANY, "doc.cropped:city"),
    ],
)
def test_a_reason_that_does_not_fit_is_refused(review, key, code):
    with pytest.raises(verdicts.ReasonUnfit):
        give(review, key, code)
    assert not Verdict.objects.exists()


def test_what_was_not_submitted_is_not_judged(review):
    other = worlds.claimed(worlds.reviewer("Ravi"))
    for key, version_id in (
        (LICENCE, items(other)[LICENCE, 1].version_id),
        (LICENCE, None),
        ("bank_statement", None),
        (COMPANY, items(review)[LICENCE, 1].version_id),
    ):
        with pytest.raises(verdicts.NotSubmitted):
            give(review, key, "doc.cropped", version_id=version_id)


def test_it_refuses_a_colleague_and_an_older_page(review):
    with pytest.raises(cases.NotYourCase):
        give(review, LICENCE, "doc.cropped", by=worlds.reviewer("Ravi"))
    with pytest.raises(cases.StaleSubmission):
        give(review, LICENCE, "doc.cropped", submission_number=7)


def second_round(review, rita):
    """The front of the identity card and the city come back; the merchant mends both."""
    application, owner = review.application, worlds.owner_of(review.application)
    worlds.judge(review, company=["address.differs:city"])
    give(review, "representative_id", "doc.unreadable", part=1)
    worlds.decided(review, Outcome.REQUEST_CHANGES)
    worlds.provide(application.requirements.get(key="representative_id"), owner, parts=[1])
    applications.save_company(application=application, answers={"city": "宁波", "address": "x"}, by=owner)
    applications.submit(application=application, by=owner)
    application.refresh_from_db()
    return worlds.claimed(rita, application)


def test_only_what_changed_is_judged_again(review, rita):
    again = second_round(review, rita)
    rows = items(again)
    assert [key for key, item in rows.items() if item.is_open] == [(COMPANY, 0), ("representative_id", 1)]
    assert rows[COMPANY, 0].changed_fields == {"city"} and rows["representative_id", 1].is_new
    assert rows["representative_id", 2].accepted_in == 1 and not rows["representative_id", 2].is_new
    worlds.judge(again)
    worlds.decided(again, Outcome.APPROVE)
    again.application.refresh_from_db()
    assert again.application.status == Status.APPROVED


def test_an_accepted_document_can_still_be_returned(review, rita):
    again = second_round(review, rita)
    worlds.judge(again, business_licence=["doc.cropped"])
    worlds.decided(again, Outcome.REQUEST_CHANGES)
    statuses = dict(Requirement.objects.values_list("key", "status"))
    assert statuses[LICENCE] == "returned" and statuses[COMPANY] == "accepted"


def test_a_comment_answers_a_return_and_is_judged_again(review, rita):
    application, owner = review.application, worlds.owner_of(review.application)
    worlds.judge(review, business_licence=["doc.cropped"])
    worlds.decided(review, Outcome.REQUEST_CHANGES)
    requirements.comment(application=application, key=LICENCE, text="The corner is blank.", by=owner)
    applications.submit(application=application, by=owner)
    application.refresh_from_db()
    again = worlds.claimed(rita, application)
    item = items(again)[LICENCE, 1]
    assert item.is_open and not item.is_new and item.requirement.comment == "The corner is blank."


def test_an_optional_document_holds_nothing_up(rita, settings):
    settings.DECISION_UNDO_SECONDS = 0
    draft = worlds.application_at(Status.DRAFT)
    owner = worlds.owner_of(draft)
    worlds.provide(draft.requirements.get(key="bank_statement"), owner)
    applications.submit(application=draft, by=owner)
    draft.refresh_from_db()
    review = worlds.claimed(rita, draft)
    assert not items(review)["bank_statement", 1].is_open
    worlds.judge(review)
    worlds.decided(review, Outcome.APPROVE)
