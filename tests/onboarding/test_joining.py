"""From an empty draft to a frozen submission, through the pages."""

import pytest

from accounts.models import User
from merchant_portal.messaging.models import Message
from onboarding.models import Application, DocumentVersion, Submission
from tests.onboarding.joining import COMPANY, fill_all, save_company, send_document, statuses

pytestmark = pytest.mark.usefixtures("catalogue_loaded")


def test_country_and_form_come_first_and_decide_the_rest(signed_in):
    page = signed_in.get("/application/company/").content.decode()
    assert 'name="country"' in page and 'name="registration_number"' not in page
    chosen = {"country": "RU", "legal_form": "company", "shown_for": "/"}
    page = signed_in.post("/application/company/", chosen).content.decode()
    assert 'name="kpp"' in page and "ОГРН" in page and "Error" not in page


def test_a_complete_profile_asks_for_the_right_documents(signed_in):
    assert save_company(signed_in)["Location"] == "/application/"
    assert statuses() == {
        "company": "provided", "business_licence": "due", "representative_id": "due", "bank_statement": "due",
    }  # fmt: skip
    save_company(signed_in, licence_language="zh", applicant_is_representative="no")
    assert {"licence_translation", "power_of_attorney"} <= set(statuses())


def test_a_profile_may_be_saved_with_gaps(signed_in):
    assert save_company(signed_in, save="1", goods="", address="")["Location"] == "/application/"
    assert statuses()["company"] == "due"
    assert 'value="杭州云杉示例家居有限公司"' in signed_in.get("/application/company/").content.decode()


def test_what_was_given_at_the_registration_is_there_already(signed_in):
    page = save_company(signed_in, shown_for="/").content.decode()
    assert "杭州云杉示例家居有限公司" in page
    assert "Fernhill Sample Tea Ltd" in signed_in.get("/application/").content.decode()


@pytest.mark.parametrize(
    "field, typed, expected",
    [
        ("registration_number", "91110000600037342L", "One character looks wrong"),
        ("registration_number", "123", "Enter 18 characters. You entered 3"),
        ("registration_number", "92110000600037341I", "except I, O"),
        ("legal_name", "", "Enter the full legal name"),
        ("website", "not an address", "https://company.example"),
    ],
)
def test_each_fault_of_the_profile_is_reported(signed_in, field, typed, expected):
    page = save_company(signed_in, **{field: typed})
    assert page.status_code == 200 and expected in page.content.decode()
    assert Application.objects.get().answers == {}


def test_a_document_is_provided_when_every_part_is_clean(signed_in):
    save_company(signed_in)
    send_document(signed_in, "representative_id", 1)
    assert statuses()["representative_id"] == "due"
    send_document(signed_in, "representative_id", 2, name="back.pdf")
    assert statuses()["representative_id"] == "provided"


def test_the_check_page_names_what_is_missing_as_links(signed_in):
    save_company(signed_in)
    page = signed_in.get("/application/check/").content.decode()
    assert 'href="/application/documents/business_licence/"' in page and 'name="declaration"' not in page
    signed_in.post("/application/check/", {"declaration": "on"})
    assert not Submission.objects.exists()


def test_submitting_freezes_answers_and_documents_and_mails_a_receipt(signed_in, mailbox):
    fill_all(signed_in)
    assert signed_in.post("/application/check/", {}).status_code == 200
    assert signed_in.post("/application/check/", {"declaration": "on"})["Location"] == "/application/submitted/"
    submission = Submission.objects.get()
    assert submission.answers["legal_name"] == COMPANY["legal_name"] and submission.number == 1
    assert submission.documents.count() == 3
    assert Application.objects.get().status == "submitted"
    email = mailbox.latest(to=User.objects.get().email)
    assert email.kind == "onboarding/received" and Application.objects.get().reference in email.text


def test_a_second_click_submits_once(signed_in):
    fill_all(signed_in)
    signed_in.post("/application/check/", {"declaration": "on"})
    again = signed_in.post("/application/check/", {"declaration": "on"})
    assert again["Location"] == "/application/status/"
    assert Submission.objects.count() == Message.objects.filter(kind="onboarding/received").count() == 1


def test_after_submitting_nothing_can_be_changed(signed_in):
    fill_all(signed_in)
    signed_in.post("/application/check/", {"declaration": "on"})
    assert save_company(signed_in, goods="other")["Location"] == "/application/status/"
    assert send_document(signed_in, "business_licence").status_code == 409
    assert DocumentVersion.objects.count() == 3
    assert signed_in.get("/application/")["Location"] == "/application/status/"
    assert (
        signed_in.get("/application/status/").status_code == signed_in.get("/application/submitted/").status_code == 200
    )


def test_withdrawing_asks_first_and_ends_it(signed_in):
    fill_all(signed_in)
    signed_in.post("/application/check/", {"declaration": "on"})
    assert signed_in.get("/application/withdraw/").status_code == 200
    assert Application.objects.get().status == "submitted"
    assert signed_in.post("/application/withdraw/")["Location"] == "/application/status/"
    assert Application.objects.get().status == "withdrawn"
    assert signed_in.post("/application/withdraw/").status_code == 409
