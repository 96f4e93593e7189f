"""A corrected profile may ask for other fields and papers than the one that was sent."""

import pytest

from onboarding.models import Requirement
from onboarding.transitions import Status
from reviews.transitions import Outcome
from tests import worlds
from tests.onboarding import joining
from tests.onboarding.judged import outcome_of, returned

PROFILE, CHANGES = "/application/company/", "/application/changes/"


@pytest.fixture(autouse=True)
def at_once_effective(settings):
    settings.DECISION_UNDO_SECONDS = 0


def test_a_paper_that_was_sent_stays_on_record_when_it_is_no_longer_needed(signed_in, olive, rita):
    draft = worlds.application_at(Status.SUBMITTED, owner=olive, applicant_is_representative="no")
    review = worlds.claimed(rita, draft)
    worlds.judge(review, company=["representative.not_authorised:applicant_is_representative"])
    outcome_of(review, Outcome.REQUEST_CHANGES)
    answer = joining.save_company(signed_in, applicant_is_representative="yes")
    assert answer["Location"] == "/application/"
    assert Requirement.objects.get(key="power_of_attorney").status == "accepted"
    assert "1 of 1 fixed" in signed_in.get(CHANGES).content.decode()


def test_a_paper_that_is_needed_now_is_asked_for_without_an_explanation(signed_in, olive, rita):
    returned(olive, rita, company=["representative.not_authorised:applicant_is_representative"])
    joining.save_company(signed_in, applicant_is_representative="no")
    page = signed_in.get(CHANGES).content.decode()
    assert "1 of 2 fixed" in page and "Power of attorney" in page and "Explain instead" not in page
    answer = signed_in.post(CHANGES, {"requirement": "power_of_attorney", "comment": "We have none."})
    assert answer.status_code == 409
    joining.send_paper(signed_in, "power_of_attorney")
    assert "2 of 2 fixed" in signed_in.get(CHANGES).content.decode()


def test_the_fields_of_another_legal_form_open_with_it(signed_in, olive, rita):
    person = {"legal_form": "individual", "representative_role": "", "applicant_is_representative": ""}
    review = worlds.claimed(rita, worlds.application_at(Status.SUBMITTED, owner=olive, **person))
    worlds.judge(review, company=["number.other_form:legal_form"])
    outcome_of(review, Outcome.REQUEST_CHANGES)
    joining.save_company(signed_in, legal_form="company", save="1")
    assert Requirement.objects.get(key="company").status == "due"
    page = signed_in.get(PROFILE).content.decode()
    assert 'name="representative_role"' in page and 'name="address"' not in page
    joining.save_company(signed_in, legal_form="company")
    assert Requirement.objects.get(key="company").status == "provided"
