"""P07: which numbers can be proven, correcting one, and how often a code is sent."""

import pytest
from django.utils import timezone

from accounts.actions import phones
from accounts.models import Challenge, User
from merchant_portal.audit.models import AuditEvent
from tests.factories import confirm_phone, confirmed_owner
from tests.onboarding.joining import statuses

PAGE, CODE = "/application/phone/", "/application/phone/code/"
NUMBER = "+8613800138000"


def number_of(person):
    return User.objects.get(pk=person.pk).phone


def may_resend_now():
    Challenge.objects.update(resend_at=timezone.now())


def test_a_number_with_its_country_is_corrected_at_once(signed_in, phone, olive):
    assert signed_in.post(PAGE, {"phone": "+852 6123 4567"})["Location"] == PAGE
    assert number_of(olive) == "+85261234567"
    assert "Hong Kong" in signed_in.get(PAGE).content.decode()
    assert AuditEvent.objects.get(code="accounts.phone_corrected").data == {"phone": "•••• 67"}


@pytest.mark.parametrize(
    "typed, read, country",
    [
        ("139 0013 9000", "+8613900139000", "China"),
        ("8 (912) 345-67-89", "+79123456789", "Russia"),
        ("+8 912 345-67-89", "+79123456789", "Russia"),
        ("86 139 0013 9000", "+8613900139000", "China"),
        ("１３９００１３９０００", "+8613900139000", "China"),
    ],
)
def test_a_guessed_country_is_shown_and_confirmed_first(signed_in, phone, olive, typed, read, country):
    page = signed_in.post(PAGE, {"phone": typed}).content.decode()
    assert f'name="phone" value="{read}"' in page and country in page
    assert number_of(olive) == NUMBER
    signed_in.post(PAGE, {"phone": read})
    assert number_of(olive) == read


@pytest.mark.parametrize("typed", ["", "12345", "+1", "call me", "+86 138 0013 8000"])
def test_what_is_no_other_number_is_reported_at_the_field(signed_in, phone, olive, typed):
    page = signed_in.post(PAGE, {"phone": typed})
    assert page.status_code == 200 and 'id="error-summary"' in page.content.decode()
    assert number_of(olive) == NUMBER


def test_a_confirmed_number_is_not_corrected_here(signed_in, phone, olive):
    confirm_phone(olive, NUMBER)
    assert signed_in.post(PAGE, {"phone": "+852 6123 4567"}).status_code == 409
    assert number_of(olive) == NUMBER


@pytest.mark.parametrize("number", ["+447400123456", "+861062552010", "+4915123456789"])
def test_a_country_that_is_not_served_and_a_landline_are_explained(signed_in, phone, olive, number):
    signed_in.post(PAGE, {"phone": number})
    page = signed_in.get(PAGE).content.decode()
    assert (
        "can&#x27;t send text messages to this number" in page
        and "Send the code" not in page
        and "text you a code" not in page
    )
    assert signed_in.post(PAGE).status_code == 409
    assert phone.all() == []


def test_without_sms_the_task_is_not_offered_and_the_page_says_why(signed_in, settings):
    settings.SMS_URL = ""
    assert "Phone number" not in signed_in.get("/application/").content.decode()
    page = signed_in.get(PAGE).content.decode()
    assert page.count("doesn't send text messages") == 1 and "text you a code" not in page


def test_a_number_on_three_other_accounts_goes_to_support(signed_in, phone, olive, settings):
    for number in range(phones.ACCOUNTS_PER_NUMBER):
        confirm_phone(confirmed_owner("Ann", f"ann{number}@fernhill.example"), NUMBER)
    page = signed_in.get(PAGE).content.decode()
    assert "several other accounts" in page and f"mailto:{settings.SUPPORT_EMAIL}" in page
    assert signed_in.post(PAGE).status_code == 409 and phone.all() == []


def test_two_others_may_share_it(signed_in, phone, olive):
    for number in range(phones.ACCOUNTS_PER_NUMBER - 1):
        confirm_phone(confirmed_owner("Ann", f"ann{number}@fernhill.example"), NUMBER)
    signed_in.post(PAGE)
    signed_in.post(CODE, {"code": phone.latest(to=NUMBER).code})
    assert User.objects.get(pk=olive.pk).phone_confirmed_at


def test_a_second_sending_waits_for_its_time(signed_in, phone):
    signed_in.post(PAGE)
    assert signed_in.post(PAGE)["Location"] == f"{CODE}?early=1"
    assert "You can request another code at" in signed_in.get(f"{CODE}?early=1").content.decode()
    may_resend_now()
    assert signed_in.post(PAGE)["Location"] == f"{CODE}?resent=1"
    assert len(phone.all()) == 2


def test_a_number_gets_at_most_the_hours_messages_whoever_asks(signed_in, phone, settings):
    settings.SENDS_PER_HOUR = 2
    for _ in range(4):
        signed_in.post(PAGE)
        may_resend_now()
    assert len(phone.all(to=NUMBER)) == 2


def test_what_is_sent_to_a_number_takes_nothing_from_its_owners_sign_in(signed_in, another_browser, phone, settings):
    settings.SENDS_PER_HOUR = 1
    owner = confirm_phone(confirmed_owner("Ann", "ann@fernhill.example"), NUMBER)
    signed_in.post(PAGE)
    another_browser.post("/sign-in/", {"email": owner.email, "password": "a quiet walk at noon"})
    assert "Sign-in code" in phone.latest(to=NUMBER).text


def test_when_the_days_messages_are_used_up_the_page_says_that_none_comes(signed_in, phone, settings):
    settings.SMS_DAILY_CAP = 1
    for _ in range(2):
        signed_in.post(PAGE)
        may_resend_now()
    assert len(phone.all()) == 1
    assert "was refused and won't arrive" in signed_in.get(CODE).content.decode()


def test_nobody_texts_through_the_directory(signed_in, phone, olive):
    for number in range(15):
        signed_in.post(PAGE, {"phone": f"+852612345{number:02d}"})
        last = signed_in.post(PAGE)
    assert last.status_code == 429 and int(last["Retry-After"]) > 0
    assert len(phone.all()) == 10


def test_the_task_is_optional_and_tells_its_state(signed_in, phone, olive, catalogue_loaded):
    page = signed_in.get("/application/").content.decode()
    assert (
        "Phone number (optional)" in page and "•••• 00" in page and "of 2 tasks done" in page.replace("</strong>", "")
    )
    confirm_phone(olive, NUMBER)
    assert signed_in.get("/application/").content.decode().count("Completed") == 1
    assert "phone" not in statuses()
