"""P30: another phone needs the codes of both; an unproven one is proven on the same pages. Staff and their address."""

import pytest

from accounts.models import ContactChange, User
from tests.accounts.changing import CODE as EMAIL_CODE
from tests.accounts.changing import NEW, answer, begin, end_wait
from tests.accounts.test_staff_sign_in import enrol
from tests.factories import HONG_KONG, confirm_phone, confirmed_owner

PAGE, CODE, CANCEL = "/security/phone/", "/security/phone/code/", "/security/phone/cancel/"
NEW_PHONE = "+8613900139000"


@pytest.fixture
def proven(signed_in, phone, olive):
    """Olive's browser; her phone is confirmed."""
    confirm_phone(olive)
    return signed_in


def answer_text(client, phone, to):
    return client.post(CODE, {"code": phone.latest(to=to).code})


def number_of(olive):
    return User.objects.get(pk=olive.pk).phone


def test_the_codes_of_both_change_the_number(proven, phone, mailbox, olive):
    before = User.objects.get(pk=olive.pk).security_stamp
    assert proven.post(PAGE, {"phone": NEW_PHONE})["Location"] == CODE
    assert answer_text(proven, phone, NEW_PHONE)["Location"] == CODE and number_of(olive) == HONG_KONG
    assert "change your phone number" in phone.latest(to=HONG_KONG).text
    assert answer_text(proven, phone, HONG_KONG)["Location"] == PAGE
    person = User.objects.get(pk=olive.pk)
    assert person.phone == NEW_PHONE and person.phone_confirmed_at and person.security_stamp != before
    assert "Your phone number has been changed." in proven.get(PAGE).content.decode()


def test_the_old_phone_and_the_mailbox_are_notified_and_the_link_takes_it_back(
    proven, another_browser, phone, mailbox, olive
):
    proven.post(PAGE, {"phone": NEW_PHONE})
    answer_text(proven, phone, NEW_PHONE)
    answer_text(proven, phone, HONG_KONG)
    assert "Not you?" in phone.latest(to=HONG_KONG).text
    email = mailbox.latest(to=olive.email, kind="accounts/phone-changed")
    assert "•••• 67" in email.text and "•••• 00" in email.text
    assert "has been undone" in another_browser.post(email.link, follow=True).content.decode()
    person = User.objects.get(pk=olive.pk)
    assert person.phone == HONG_KONG and person.phone_confirmed_at
    assert mailbox.latest(to=olive.email, kind="accounts/contact-restored")
    assert proven.get(PAGE)["Location"].startswith("/sign-in/")


def test_an_undone_address_takes_a_phone_with_it_that_was_changed_later(proven, another_browser, phone, mailbox, olive):
    begin(proven)
    answer(proven, mailbox, NEW)
    answer(proven, mailbox, olive.email)
    proven.post(PAGE, {"phone": NEW_PHONE})
    answer_text(proven, phone, NEW_PHONE)
    answer_text(proven, phone, HONG_KONG)
    another_browser.post(mailbox.latest(to=olive.email, kind="accounts/email-changed").link)
    person = User.objects.get(pk=olive.pk)
    assert (person.email, person.phone) == (olive.email, HONG_KONG)


def test_without_the_old_phone_it_waits_and_both_ways_are_named(proven, phone, mailbox, olive):
    proven.post(PAGE, {"phone": NEW_PHONE})
    answer_text(proven, phone, NEW_PHONE)
    proven.post(CODE, {"wait": "1"})
    assert "will become your account's phone number" in proven.get(PAGE).content.decode()
    assert "being changed" in phone.latest(to=HONG_KONG).text
    assert mailbox.latest(to=olive.email, kind="accounts/contact-change-scheduled").link.startswith("/undo/")
    end_wait()
    assert number_of(olive) == NEW_PHONE


def test_an_old_phone_that_no_text_reaches_any_more_leaves_the_wait(proven, phone, settings, olive):
    proven.post(PAGE, {"phone": NEW_PHONE})
    settings.SMS_COUNTRIES = ["CN"]
    answer_text(proven, phone, NEW_PHONE)
    page = proven.get(CODE).content.decode()
    assert "can no longer send text messages to your current number" in page and 'name="wait"' in page
    assert 'name="resend"' not in page and 'name="code"' not in page
    assert proven.post(CODE, {"wait": "1"})["Location"] == PAGE


def test_a_guessed_country_is_confirmed_first(proven, phone):
    page = proven.post(PAGE, {"phone": "139 0013 9000"}).content.decode()
    assert f'name="phone" value="{NEW_PHONE}"' in page and not ContactChange.objects.exists()


@pytest.mark.parametrize("number", ["+447400123456", HONG_KONG, "12345"])
def test_a_number_that_cannot_be_the_new_one_is_reported_at_the_field(proven, phone, number):
    page = proven.post(PAGE, {"phone": number})
    assert page.status_code == 200 and 'id="error-summary"' in page.content.decode()
    assert not ContactChange.objects.exists()


def test_a_number_that_became_everybodys_in_between_is_refused_at_the_end(proven, phone, olive):
    proven.post(PAGE, {"phone": NEW_PHONE})
    answer_text(proven, phone, NEW_PHONE)
    for number in range(3):
        confirm_phone(confirmed_owner("Ann", f"ann{number}@fernhill.example"), NEW_PHONE)
    page = answer_text(proven, phone, HONG_KONG)
    assert page.status_code == 409 and "several other accounts" in page.content.decode()
    assert number_of(olive) == HONG_KONG and ContactChange.objects.get().status == "cancelled"


def test_without_sms_the_page_says_that_the_number_stays(proven, settings):
    settings.SMS_URL = ""
    assert "you can't change the number" in proven.get(PAGE).content.decode()


def test_a_phone_that_is_not_proven_is_proven_here(signed_in, phone, olive):
    assert "Confirm your phone" in signed_in.get(PAGE).content.decode()
    assert signed_in.post(PAGE)["Location"] == CODE
    assert signed_in.post(CODE, {"code": phone.latest().code})["Location"] == PAGE
    assert User.objects.get(pk=olive.pk).phone_confirmed_at
    assert "Current number" in signed_in.get(PAGE).content.decode()


def test_staff_change_their_address_with_both_codes_and_stay_signed_in(client, rita, mailbox):
    enrol(client, rita.email)
    begin(client, "rita@elsewhere.example")
    answer(client, mailbox, "rita@elsewhere.example")
    page = client.get(EMAIL_CODE).content.decode()
    assert "Ask an administrator" in page and 'name="wait"' not in page
    assert client.post(EMAIL_CODE, {"wait": "1"}).status_code == 403
    answer(client, mailbox, rita.email)
    assert User.objects.get(pk=rita.pk).email == "rita@elsewhere.example"
    assert client.get("/admin/").status_code == 200


def test_staff_have_no_phone_to_prove(client, rita):
    enrol(client, rita.email)
    assert client.get(PAGE).status_code == client.post(PAGE).status_code == 404
