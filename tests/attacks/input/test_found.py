"""What hostile input has found, each by its name."""

import pytest

from accounts.models import User
from onboarding.models import Merchant
from reviews.models import Review
from tests.attacks.input import staff_cast
from tests.factories import register_form

pytestmark = pytest.mark.django_db
TURNED = "\u202eexe.fdp\u202c\u2066\ufeff"


@pytest.mark.parametrize("page", ["change", "delete", "history"])
def test_a_page_of_the_console_bears_an_empty_field_to_look_up_by(page, mailbox):
    stage = staff_cast.reviewer(mailbox)
    for model in ("messaging/message", "audit/auditevent", "accounts/user"):
        answer = stage.client.get(f"/admin/{model}/1/{page}/?_to_field=")
        assert answer.status_code in (200, 302, 403), model


@pytest.mark.parametrize("typed", ["a\x1b[31mb", "a\x00b", "a\x9fb"])
def test_a_reason_of_a_release_keeps_no_control_characters(typed, mailbox):
    stage = staff_cast.holder(mailbox)
    address = f"/admin/reviews/case/{stage.parts['case_id']}/release/"
    assert b'id="error-summary"' in stage.client.post(address, {"reason": typed}).content
    assert Review.objects.get().is_open


def test_signs_that_turn_text_around_are_dropped_from_what_others_read(client):
    page = client.get("/register/")
    typed = {"company_name": f"Fernhill {TURNED}", "contact_name": TURNED, "password": f"a quiet walk {TURNED}"}
    client.post("/register/", register_form(page, **typed))
    assert (Merchant.objects.get().name, User.objects.get().name) == ("Fernhill exe.fdp", "exe.fdp")
    assert User.objects.get().check_password(typed["password"])  # a password counts as typed


def test_a_name_of_nothing_that_can_be_seen_is_no_name(client):
    answer = client.post("/register/", register_form(client.get("/register/"), company_name="\u202e\u2066 \ufeff"))
    assert b"Enter the company" in answer.content and not User.objects.exists()
