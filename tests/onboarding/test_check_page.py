"""The page before the sending: which side a file is, what is missing, and answers under names of their own."""

import re

import pytest

from onboarding import steps
from tests.onboarding.joining import fill_all, save_company, send_document

CHECK, COMPANY = "/application/check/", "/application/company/"

pytestmark = pytest.mark.usefixtures("catalogue_loaded")


def words(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_the_two_sides_of_a_card_are_named_apart(signed_in):
    fill_all(signed_in)
    page = words(signed_in.get(CHECK).content.decode())
    assert page.count("Front:") == page.count("Back:") == 1


def test_what_is_missing_comes_before_the_answers(signed_in):
    save_company(signed_in)
    send_document(signed_in, "business_licence")
    page = signed_in.get(CHECK).content.decode()
    assert 0 < page.index('id="missing"') < page.index('class="sheet review"') and "end of this page" not in page
    assert page.count("Identity document of the legal representative</a>") == 1


def test_answers_stand_under_names_and_not_under_questions(signed_in):
    save_company(signed_in)
    page = signed_in.get(CHECK).content.decode()
    names = re.findall(r"<dt>([^<]+)</dt>", page)
    assert "Applicant is the representative" in names and "Goods" in names and not [n for n in names if "?" in n]


@pytest.mark.parametrize("country", ["CN", "RU", "DE"])
@pytest.mark.parametrize("form", steps.LEGAL_FORMS)
def test_each_required_field_says_what_to_do_in_its_own_sentence(country, form):
    asked = [str(field.empty) for field in steps.fields_for(country, form) if field.required]
    assert all(asked) and len(set(asked)) == len(asked)


def test_an_empty_company_form_names_every_field_once(signed_in):
    page = signed_in.post(COMPANY, {"country": "CN", "legal_form": "company", "shown_for": "CN/company"})
    summary = page.content.decode().partition('id="error-summary"')[2].partition("</ul>")[0]
    sentences = re.findall(r"<a [^>]+>([^<]+)</a>", summary)
    assert "Choose whether you are the legal representative" in sentences and len(set(sentences)) == len(sentences)
    assert not [one for one in sentences if ":" in one or "?" in one]


@pytest.mark.parametrize("key, face", [("business_licence", False), ("representative_id", True)])
def test_the_sketch_shows_the_kind_of_document(signed_in, key, face):
    save_company(signed_in)
    page = signed_in.get(f"/application/documents/{key}/").content.decode()
    assert (page.count('class="seal"') == 0, page.count('class="fill"') == 3) == (face, face)


def test_a_masked_number_is_set_as_latin_text(signed_in, settings):
    settings.SMS_URL = "http://127.0.0.1:1"
    assert re.search(r'<bdi lang="en">•+ \d\d</bdi>', signed_in.get("/application/").content.decode())
