"""P07: the phone as an optional task, proven by a texted code."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Challenge, Code, User
from merchant_portal.audit.models import AuditEvent
from tests.accounts.proving import age_proof
from tests.accounts.test_code_verify import other_than
from tests.factories import confirm_phone, confirmed_owner

PAGE, CODE = "/application/phone/", "/application/phone/code/"
NUMBER = "+8613800138000"


@pytest.fixture
def asked(signed_in, phone):
    """Olive's browser after a code was texted to her."""
    assert signed_in.post(PAGE)["Location"] == CODE
    return signed_in


def confirmed_at(olive):
    return User.objects.get(pk=olive.pk).phone_confirmed_at


def test_the_page_shows_the_whole_number_to_its_owner_and_sends_nothing(signed_in, phone):
    page = signed_in.get(PAGE).content.decode()
    assert "+86\xa0138\xa00013\xa08000" in page and "China" in page
    assert phone.all() == [] and not Challenge.objects.filter(purpose="phone").exists()


def test_the_texted_code_confirms_the_phone_and_the_person_is_notified(asked, phone, olive, mailbox):
    stamp = olive.security_stamp
    assert asked.post(CODE, {"code": phone.latest(to=NUMBER).code})["Location"] == "/application/"
    olive.refresh_from_db()
    assert olive.phone_confirmed_at and olive.security_stamp == stamp
    assert "Your phone is confirmed." in asked.get("/application/").content.decode()
    assert "•••• 00" in mailbox.latest(to=olive.email, kind="accounts/phone-confirmed").text
    assert AuditEvent.objects.get(code="accounts.phone_confirmed").data == {"phone": "•••• 00"}


def test_from_then_on_a_sign_in_can_be_asked_over_it(asked, another_browser, phone, olive):
    asked.post(CODE, {"code": phone.latest(to=NUMBER).code})
    another_browser.post("/sign-in/", {"email": olive.email, "password": "a quiet walk at noon"})
    assert "text message" in another_browser.get("/sign-in/code/").content.decode()


@pytest.mark.parametrize("typed", ["{a} {b}", "{a}-{b}"])
def test_blanks_and_dashes_are_forgiven(asked, phone, olive, typed):
    code = phone.latest(to=NUMBER).code
    asked.post(CODE, {"code": typed.format(a=code[:3], b=code[3:])})
    assert confirmed_at(olive)


def test_a_wrong_code_is_reported_and_confirms_nothing(asked, phone, olive):
    page = asked.post(CODE, {"code": other_than(phone.latest(to=NUMBER).code)})
    assert page.status_code == 200 and "isn&#x27;t correct" in page.content.decode()
    assert confirmed_at(olive) is None


def test_after_five_wrong_codes_even_the_right_one_is_refused(asked, phone, olive):
    code = phone.latest(to=NUMBER).code
    answers = [asked.post(CODE, {"code": other_than(code)}) for _ in range(5)]
    assert answers[-1]["Location"] == f"{PAGE}?ended=1"
    assert asked.post(CODE, {"code": code})["Location"] == PAGE
    assert confirmed_at(olive) is None
    assert "That code has expired" in asked.get(f"{PAGE}?ended=1").content.decode()


def test_wrong_codes_count_for_the_person_over_all_questions(asked, phone, olive, settings):
    settings.STEP_UP_PER_HOUR = 2
    code = phone.latest(to=NUMBER).code
    answers = [asked.post(CODE, {"code": other_than(code)}).status_code for _ in range(3)]
    assert answers == [200, 200, 429]
    assert asked.post(CODE, {"code": code}).status_code == 429 and confirmed_at(olive) is None


def test_an_expired_code_has_its_own_message(asked, phone, olive):
    code = phone.latest(to=NUMBER).code
    Code.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert "has expired" in asked.post(CODE, {"code": code}).content.decode()
    assert confirmed_at(olive) is None


def test_a_code_for_another_number_confirms_nothing(asked, phone, olive):
    code = phone.latest(to=NUMBER).code
    asked.post(PAGE, {"phone": "+852 6123 4567"})
    assert asked.post(CODE, {"code": code})["Location"] == PAGE
    assert confirmed_at(olive) is None


def test_somebody_elses_code_confirms_nothing(asked, another_browser, phone, mailbox, olive):
    max_ = confirmed_owner("Max", "max@elsewhere.example")
    another_browser.post("/sign-in/", {"email": max_.email, "password": "a quiet walk at noon"})
    another_browser.post("/sign-in/code/", {"code": mailbox.latest(to=max_.email).code})
    assert another_browser.post(CODE, {"code": phone.latest(to=NUMBER).code})["Location"] == PAGE
    assert not User.objects.filter(phone_confirmed_at__isnull=False).exists()


def test_a_confirmed_phone_is_not_asked_again(signed_in, phone, olive):
    confirm_phone(olive)
    assert signed_in.post(PAGE)["Location"] == PAGE
    assert phone.all() == []


@pytest.mark.parametrize("path", [PAGE, CODE])
def test_an_old_proof_is_asked_for_first(signed_in, path):
    age_proof(signed_in)
    for answer in (signed_in.get(path), signed_in.post(path)):
        assert answer["Location"].startswith("/confirm-it-is-you/?next=")
