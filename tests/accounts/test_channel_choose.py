"""P17: over which way the code comes."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Code, PendingSignIn, TotpDevice, User
from merchant_portal.messaging.models import Message
from tests.accounts.test_code_send import ready_to_resend
from tests.accounts.test_sign_in_begin import ADDRESS, sign_in
from tests.accounts.test_staff_sign_in import code_for
from tests.factories import HONG_KONG, PASSWORD, keep_recovery_codes

PAGE = "/sign-in/channel/"


def choose(client, channel):
    return client.post(PAGE, {"channel": channel})


@pytest.fixture
def texted(client, olive_with_phone, phone):
    """Olive's browser after her password; the code is in a text message."""
    assert sign_in(client)["Location"] == "/sign-in/code/"
    return client


def with_app(person) -> bytes:
    device = TotpDevice(user=person, name="app", confirmed=True, confirmed_at=timezone.now())
    device.generate_key()
    device.save()
    return device.open_key()


def test_the_strongest_way_is_asked_over_first(texted, phone, mailbox):
    assert "We sent it as a text message" not in texted.get("/sign-in/code/").content.decode()  # it waits
    assert phone.latest(to=HONG_KONG).code
    assert not mailbox.all(kind="accounts/sign-in-code")
    page = texted.get("/sign-in/code/").content.decode()
    assert "We sent it as a text message" in page and "•••• 67" in page and HONG_KONG not in page


def test_a_texted_code_signs_in(texted, phone):
    assert texted.post("/sign-in/code/", {"code": phone.latest().code})["Location"] == "/application/"


def test_it_offers_what_is_confirmed_and_preselects_the_strongest(texted, olive):
    with_app(olive)
    page = texted.get(PAGE).content.decode()
    radios = [line for line in page.split("<input")[1:] if 'name="channel"' in line]
    assert [line.split('value="')[1].split('"')[0] for line in radios] == ["app", "sms", "mail"]
    assert ["checked" in line.split(">")[0] for line in radios] == [True, False, False]
    assert "•••• 67" in page and "o••@f•••.example" in page and ADDRESS not in page and HONG_KONG not in page


def test_looking_sends_nothing(texted):
    for _ in range(3):
        texted.get(PAGE)
        texted.head(PAGE)
    assert (Code.objects.count(), Message.objects.filter(kind__contains="sign-in").count()) == (1, 1)
    assert PendingSignIn.objects.get(purpose="sign_in").channel == "sms"


def test_choosing_mail_sends_a_mail_and_both_codes_work(texted, phone, mailbox):
    ready_to_resend()
    first = phone.latest().code
    assert choose(texted, "mail")["Location"] == "/sign-in/code/?resent=1"
    page = texted.get("/sign-in/code/?resent=1").content.decode()
    assert "o••@f•••.example" in page and "The previous one works until" in page
    assert mailbox.latest(to=ADDRESS).code
    assert texted.post("/sign-in/code/", {"code": first})["Location"] == "/application/"


def test_the_second_way_waits_as_long_as_the_first_would(texted, mailbox):
    assert choose(texted, "mail")["Location"] == "/sign-in/code/?early=1"
    assert not mailbox.all(to=ADDRESS, kind="accounts/sign-in-code")
    opens = timezone.localtime(PendingSignIn.objects.get(purpose="sign_in").resend_at)
    page = texted.get("/sign-in/code/?early=1").content.decode()
    assert f"{opens:%H:%M:%S}" in page and "You can request another code at" in page
    assert PendingSignIn.objects.get(purpose="sign_in").channel == "sms"


def test_an_hour_has_five_codes_for_each_destination_and_the_page_says_until_when(texted, settings):
    settings.SENDS_PER_HOUR = 1
    ready_to_resend()
    assert texted.post("/sign-in/resend/")["Location"] == "/sign-in/code/?early=1"
    page = texted.get("/sign-in/code/?early=1").content.decode()
    opens = timezone.localtime() + timedelta(hours=1)
    assert any(f"{opens - timedelta(seconds=late):%H:%M:%S}" in page for late in range(10))
    ready_to_resend()
    assert choose(texted, "mail")["Location"] == "/sign-in/code/?resent=1"


def test_the_app_is_asked_without_sending_and_its_code_signs_in(texted, olive):
    key = with_app(olive)
    assert choose(texted, "app")["Location"] == "/sign-in/code/"
    assert Code.objects.count() == 1
    assert texted.post("/sign-in/code/", {"code": code_for(key)})["Location"] == "/application/"


def test_a_recovery_code_is_one_press_away(texted, olive):
    assert "Use a recovery code" not in texted.get(PAGE).content.decode()
    code = keep_recovery_codes(olive)[0]
    assert "Use a recovery code" in texted.get(PAGE).content.decode()
    assert choose(texted, "recovery")["Location"] == "/sign-in/code/"
    assert texted.post("/sign-in/code/", {"code": code})["Location"] == "/application/"


@pytest.mark.parametrize("channel", ["app", "recovery", "pigeon", "", "sms\x00"])
def test_what_is_not_offered_is_a_form_error_and_sends_nothing(texted, channel):
    ready_to_resend()
    answer = choose(texted, channel)
    assert answer.status_code == 200 and 'id="error-summary"' in answer.content.decode()
    assert Code.objects.count() == 1
    assert PendingSignIn.objects.get(purpose="sign_in").channel == "sms"


def test_an_unconfirmed_phone_is_never_offered(client, olive, phone):
    User.objects.filter(pk=olive.pk).update(phone=HONG_KONG, phone_confirmed_at=None)
    sign_in(client)
    assert 'value="sms"' not in client.get(PAGE).content.decode()
    ready_to_resend()
    assert choose(client, "sms").status_code == 200
    assert phone.all() == []


def test_a_phone_that_cannot_be_reached_any_more_is_said_and_leads_to_the_others(texted, settings):
    settings.SMS_COUNTRIES = ["CN"]
    ready_to_resend()
    assert texted.post("/sign-in/resend/")["Location"] == PAGE
    page = texted.get(PAGE).content.decode()
    assert 'value="sms"' not in page and "We can't send text messages to your phone" in page


def test_a_day_after_a_reset_by_mail_the_code_does_not_come_by_mail(texted, olive):
    User.objects.filter(pk=olive.pk).update(reset_at=timezone.now())
    page = texted.get(PAGE).content.decode()
    assert 'value="mail"' not in page and "For 24 hours after resetting your password by email" in page
    ready_to_resend()
    assert choose(texted, "mail").status_code == 200


def test_without_a_right_password_there_is_nothing_to_choose(client, olive):
    for answer in (client.get(PAGE), choose(client, "mail")):
        assert answer["Location"] == "/sign-in/"
    sign_in(client, password=f"not {PASSWORD}")
    assert choose(client, "mail")["Location"] == "/sign-in/"
    assert not Code.objects.exists()
