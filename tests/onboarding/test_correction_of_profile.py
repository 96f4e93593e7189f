"""A corrected profile may ask for other fields and documents than the one that was sent."""

import pytest

from onboarding.models import Application, Requirement
from onboarding.transitions import Status
from reviews.transitions import Outcome
from tests import worlds
from tests.onboarding import joining
from tests.onboarding.judged import outcome_of, returned

PERSONS_NUMBER = "92110000600037341H"
PROFILE, CHANGES = "/application/company/", "/application/changes/"


@pytest.fixture(autouse=True)
def at_once_effective(settings):
    settings.DECISION_UNDO_SECONDS = 0


def test_a_document_that_was_sent_stays_on_record_when_it_is_no_longer_needed(signed_in, olive, rita):
    draft = worlds.application_at(Status.SUBMITTED, owner=olive, applicant_is_representative="no")
    review = worlds.claimed(rita, draft)
    worlds.judge(review, company=["representative.not_authorised:applicant_is_representative"])
    outcome_of(review, Outcome.REQUEST_CHANGES)
    answer = joining.save_company(signed_in, applicant_is_representative="yes")
    assert answer["Location"] == "/application/"
    assert Requirement.objects.get(key="power_of_attorney").status == "accepted"
    assert "1 of 1 fixed" in signed_in.get(CHANGES).content.decode()


def test_a_document_that_is_needed_now_is_asked_for_without_an_explanation(signed_in, olive, rita):
    returned(olive, rita, company=["representative.not_authorised:applicant_is_representative"])
    joining.save_company(signed_in, applicant_is_representative="no")
    page = signed_in.get(CHANGES).content.decode()
    assert "1 of 2 fixed" in page and "Power of attorney" in page and "Explain instead" not in page
    answer = signed_in.post(CHANGES, {"requirement": "power_of_attorney", "comment": "We have none."})
    assert answer.status_code == 409
    joining.send_document(signed_in, "power_of_attorney")
    assert "2 of 2 fixed" in signed_in.get(CHANGES).content.decode()


def test_the_fields_of_another_legal_form_open_with_it(signed_in, olive, rita):
    person = {"legal_form": "individual", "representative_role": "", "applicant_is_representative": ""}
    person["registration_number"] = PERSONS_NUMBER
    review = worlds.claimed(rita, worlds.application_at(Status.SUBMITTED, owner=olive, **person))
    worlds.judge(review, company=["number.other_form:legal_form"])
    outcome_of(review, Outcome.REQUEST_CHANGES)
    joining.save_company(signed_in, legal_form="company", save="1")
    assert Requirement.objects.get(key="company").status == "due"
    page = signed_in.get(PROFILE).content.decode()
    assert 'name="representative_role"' in page and 'name="address"' not in page
    assert 'name="registration_number"' in page  # a person's number is none of a company
    joining.save_company(signed_in, legal_form="company")
    assert Requirement.objects.get(key="company").status == "provided"


def test_a_number_is_checked_by_the_country_on_file_whatever_a_form_says(signed_in, olive, rita):
    returned(olive, rita, company=["number.differs:registration_number"])
    forged = {"country": "DE", "shown_for": "DE/company", "registration_number": "NOTANUMBER1"}
    joining.save_company(signed_in, **forged)
    joining.save_company(signed_in, registration_number="NOTANUMBER1")
    assert Application.objects.get().registration_number == joining.COMPANY["registration_number"]
    assert Requirement.objects.get(key="company").status == "returned"


@pytest.mark.parametrize("country", ["\x00", "XX", "C" * 1000, "ÇŃ"])
def test_a_country_that_is_none_is_reported(signed_in, olive, rita, country):
    returned(olive, rita, company=["country.differs:country"])
    answer = joining.save_company(signed_in, country=country, shown_for=f"{country}/company")
    assert answer.status_code == 200 and Application.objects.get().country == "CN"


def test_a_document_follows_the_rule_of_the_new_country(signed_in, olive, rita):
    application = returned(olive, rita, company=["country.differs:country"])
    joining.save_company(signed_in, country="HK", shown_for="HK/company", save="1")
    rules = Requirement.objects.exclude(key="company").values_list("key", "rule__country")
    assert ("director_id", "HK") in rules
    joining.save_company(signed_in, country="RU", shown_for="RU/company", save="1", tax_number="", kpp="")
    assert ("director_id", "RU") in Requirement.objects.exclude(key="company").values_list("key", "rule__country")
    assert application
