"""Registers have company names of up to 500 characters: every page, letter and list bears them."""

import pytest

from onboarding.models import Application, Merchant, Submission
from reviews.transitions import Outcome
from tests import worlds
from tests.factories import confirmed_owner, register_form
from tests.onboarding.joining import save_company
from tests.onboarding.judged import sign_in
from tests.reviews.staff import signed_in as reviewer_signed_in
from tests.reviews.staff import text_of

LONG = ("Общество с ограниченной ответственностью «Научно-производственное объединение» " * 10)[:499] + "я"
LATIN = ("Limited liability company for research, production and export " * 10)[:499] + "x"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_once(settings):
    settings.DECISION_UNDO_SECONDS = settings.MIN_FILL_SECONDS = 0


@pytest.fixture
def rita_at_work():
    return reviewer_signed_in("Rita")


def test_a_name_of_500_characters_is_registered_and_one_more_is_refused(client):
    page = client.get("/register/")
    refused = client.post("/register/", register_form(page, company_name=LONG + "я")).content.decode()
    assert "Use at most 500 characters. You entered 501" in refused and not Merchant.objects.exists()
    assert client.post("/register/", register_form(page, company_name=LONG)).status_code == 302
    assert Merchant.objects.get().name == LONG


def test_the_profile_takes_500_characters_in_both_scripts(signed_in, catalogue_loaded):
    save_company(signed_in)
    typed = {"legal_name": LONG, "legal_name_latin": LATIN}
    save_company(signed_in, **typed)
    kept = Application.objects.get()
    assert (kept.legal_name, kept.answers["legal_name_latin"]) == (LONG, LATIN)
    page = save_company(signed_in, **typed | {"legal_name": LONG + "я"}).content.decode()
    assert "Use at most 500 characters. You entered 501" in page and f"{LONG}я" in page


def test_it_goes_all_the_way_to_the_seller_home(client, mailbox, rita_at_work):
    owner = confirmed_owner("Lin", "lin@shop.example", company=LONG)
    application = worlds.application_at(owner=owner, legal_name=LONG, legal_name_latin=LATIN)
    assert Submission.objects.get().answers["legal_name"] == LONG
    review = worlds.claimed(rita_at_work.person, application)
    for address in ("/admin/", "/admin/reviews/case/?tab=mine", f"/admin/reviews/case/{application.pk}/"):
        assert LONG[:60] in text_of(rita_at_work.get(address)), address
    assert rita_at_work.get("/admin/reviews/case/", {"tab": "all", "q": LONG}).context["rows"]
    worlds.judge(review)
    worlds.decided(review, Outcome.APPROVE)
    sign_in(client, owner, mailbox)
    client.post("/activate/")
    assert LONG in client.get("/home/").content.decode()
    for email in mailbox.all(to=owner.email):
        assert email.subject and max(map(len, email.message.message().as_bytes().splitlines())) <= 998
