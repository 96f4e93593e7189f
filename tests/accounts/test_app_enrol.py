from datetime import timedelta

import pytest

from accounts.models import TotpDevice
from merchant_portal.audit.models import AuditEvent
from tests.accounts.apps import APP, CODE, KEY, begin, set_up, sign_in_with
from tests.accounts.proving import age_proof, prove
from tests.accounts.test_sign_in_begin import ADDRESS, sign_in
from tests.accounts.test_staff_sign_in import code_for
from tests.factories import confirmed_owner


def test_the_written_key_alone_is_enough(signed_in, mailbox):
    assert signed_in.post(APP)["Location"] == KEY
    key = begin(signed_in)
    assert signed_in.post(CODE, {"code": code_for(key)})["Location"] == "/security/recovery-codes/?after=app"
    assert TotpDevice.objects.get().confirmed
    assert "Your app is set up" in signed_in.get(APP).content.decode()


def test_the_key_is_a_picture_in_writing_and_a_link(signed_in):
    signed_in.post(APP)
    text = signed_in.get(KEY).content.decode()
    assert "<title>Step 1 of 3: " in text and "<svg" in text and "QR code. The key is written below it" in text
    assert 'href="otpauth://totp/' in text and "<img" not in text
    assert "<title>Step 2 of 3: " in signed_in.get(CODE).content.decode()


def test_the_key_lies_sealed_in_the_database(signed_in):
    key = begin(signed_in)
    assert key not in bytes(TotpDevice.objects.get().encrypted_key)


def test_an_app_that_is_not_confirmed_is_asked_for_nowhere(signed_in, another_browser, mailbox):
    key = begin(signed_in)
    sign_in(another_browser)
    assert "We emailed it" in another_browser.get("/sign-in/code/").content.decode() or mailbox.latest(to=ADDRESS).code
    assert another_browser.post("/sign-in/code/", {"code": code_for(key)}).status_code == 200
    age_proof(signed_in)
    assert 'name="code"' not in signed_in.get("/confirm-it-is-you/").content.decode()


def test_the_next_sign_in_asks_for_the_app_and_takes_a_code_once(signed_in, another_browser, client):
    key = set_up(signed_in)
    code = code_for(key, offset=30)
    assert sign_in_with(another_browser, code)["Location"] == "/application/"
    third = type(client)()
    assert "isn&#x27;t correct" in sign_in_with(third, code).content.decode()


def test_the_first_code_is_used_up_too(signed_in, another_browser):
    key = begin(signed_in)
    code = code_for(key)
    signed_in.post(CODE, {"code": code})
    assert "isn&#x27;t correct" in sign_in_with(another_browser, code).content.decode()


def test_a_wrong_code_is_reported_with_a_hint_at_the_clock(signed_in):
    begin(signed_in)
    page = signed_in.post(CODE, {"code": "000000", "name": "work phone"}).content.decode()
    assert "isn&#x27;t correct" in page and "clock on your phone" in page and 'value="work phone"' in page
    assert not TotpDevice.objects.get().confirmed
    assert AuditEvent.objects.filter(code="accounts.code_refused").exists()


def test_enrolling_spends_the_budget_of_codes(signed_in, settings):
    settings.STEP_UP_PER_HOUR = 3
    key = begin(signed_in)
    assert [signed_in.post(CODE, {"code": f"00000{number}"}).status_code for number in range(3)] == [200] * 3
    assert signed_in.post(CODE, {"code": code_for(key)}).status_code == 429
    assert not TotpDevice.objects.get().confirmed


def test_asking_again_draws_another_key(signed_in):
    first = begin(signed_in)
    second = begin(signed_in)
    assert first != second and TotpDevice.objects.count() == 1
    assert "isn&#x27;t correct" in signed_in.post(CODE, {"code": code_for(first)}).content.decode()


def test_a_key_shown_too_long_ago_is_worth_nothing(signed_in):
    key = begin(signed_in)
    row = TotpDevice.objects.get()
    TotpDevice.objects.update(created_at=row.created_at - timedelta(minutes=31))
    for answer in (signed_in.get(KEY), signed_in.get(CODE), signed_in.post(CODE, {"code": code_for(key)})):
        assert answer["Location"] == f"{APP}?ended=1"
    assert "setup key has expired" in signed_in.get(f"{APP}?ended=1").content.decode()
    assert not TotpDevice.objects.get().confirmed


def test_looking_draws_no_key(signed_in):
    for path in (APP, KEY, CODE):
        signed_in.get(path)
        signed_in.head(path)
    assert not TotpDevice.objects.exists()


def test_the_name_of_the_device_is_kept_and_may_be_left_out(signed_in):
    set_up(signed_in, name="Olive’s phone")
    assert "Olive’s phone" in signed_in.get(APP).content.decode()
    TotpDevice.objects.update(name="")
    assert "no name" in signed_in.get(APP).content.decode()


def test_a_key_of_somebody_else_confirms_nothing(signed_in, another_browser, mailbox):
    confirmed_owner("Max", "max@elsewhere.example")
    sign_in(another_browser, email="max@elsewhere.example")
    another_browser.post("/sign-in/code/", {"code": mailbox.latest(to="max@elsewhere.example").code})
    begin(signed_in)
    key = begin(another_browser)
    assert "isn&#x27;t correct" in signed_in.post(CODE, {"code": code_for(key)}).content.decode()
    assert not TotpDevice.objects.filter(confirmed=True).exists()


@pytest.mark.parametrize("path", [APP, KEY, CODE, "/security/recovery-codes/"])
def test_t69_each_page_asks_for_a_proof_and_is_led_back_to(signed_in, path):
    signed_in.post(APP)
    age_proof(signed_in)
    asked = signed_in.get(path)["Location"]
    assert asked == f"/confirm-it-is-you/?next={path.replace('/', '%2F')}"
    assert prove(signed_in, next=path)["Location"] == path
    assert signed_in.get(path).status_code == 200
