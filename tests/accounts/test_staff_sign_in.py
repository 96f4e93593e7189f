import base64
import io
import re
import time

import pytest
from django.core.management import call_command
from django_otp.oath import totp

from accounts.models import Session, TotpDevice
from tests.factories import PASSWORD, confirmed_owner, reviewer

ADDRESS = "rita@portal.example"


def password_step(client, email=ADDRESS, password=PASSWORD):
    return client.post("/admin/sign-in/", {"email": email, "password": password})


def key_on(page) -> bytes:
    return base64.b32decode(re.search(r"secret=([A-Z2-7]+)", page.content.decode())[1])


def code_for(key: bytes, offset: int = 0) -> str:
    return f"{totp(key, t0=-offset):06d}"


def enrol(client, email=ADDRESS, password=PASSWORD) -> bytes:
    """Goes through a first sign-in and returns the key that was shown."""
    password_step(client, email, password)
    key = key_on(client.get("/admin/sign-in/app/"))
    client.post("/admin/sign-in/app/", {"code": code_for(key)})
    return key


def test_the_console_leads_strangers_to_its_own_sign_in(client, db):
    assert client.get("/admin/")["Location"] == "/admin/sign-in/?next=%2Fadmin%2F"
    assert client.get("/admin/login/")["Location"] == "/admin/sign-in/?next=%2Fadmin%2F"


def test_the_first_sign_in_sets_up_the_app_from_the_written_key(client, rita):
    assert password_step(client)["Location"] == "/admin/sign-in/code/"
    assert client.get("/admin/sign-in/code/")["Location"] == "/admin/sign-in/app/"
    page = client.get("/admin/sign-in/app/")
    key = key_on(page)
    groups = re.findall(r"[A-Z2-7]{4}", base64.b32encode(key).decode())
    assert all(group in page.content.decode() for group in groups)
    assert client.post("/admin/sign-in/app/", {"code": code_for(key)})["Location"] == "/admin/"
    assert client.get("/admin/").status_code == 200
    assert Session.objects.get().method == "app"


def test_the_key_is_the_same_until_it_is_confirmed(client, rita):
    password_step(client)
    assert key_on(client.get("/admin/sign-in/app/")) == key_on(client.get("/admin/sign-in/app/"))


def test_the_key_lies_sealed_in_the_database(client, rita):
    key = enrol(client)
    assert key not in bytes(TotpDevice.objects.get().encrypted_key)


def test_the_next_sign_in_asks_for_the_code_only(client, another_browser, rita):
    key = enrol(client)
    password_step(another_browser)
    assert another_browser.get("/admin/sign-in/app/")["Location"] == "/admin/sign-in/code/"
    answer = another_browser.post("/admin/sign-in/code/", {"code": code_for(key, offset=30)})
    assert answer["Location"] == "/admin/"


def test_a_code_is_accepted_once(client, another_browser, rita):
    key = enrol(client)
    password_step(another_browser)
    used = code_for(key)
    if TotpDevice.objects.get().last_step >= int(time.time()) // 30:
        assert another_browser.post("/admin/sign-in/code/", {"code": used}).status_code == 200


@pytest.mark.parametrize("offset", [-90, 90, 300])
def test_codes_far_from_now_are_refused(client, another_browser, rita, offset):
    key = enrol(client)
    password_step(another_browser)
    page = another_browser.post("/admin/sign-in/code/", {"code": code_for(key, offset)})
    assert page.status_code == 200 and "isn&#x27;t correct" in page.content.decode()


def test_a_password_alone_opens_nothing(client, rita):
    password_step(client)
    assert client.get("/admin/")["Location"].startswith("/admin/sign-in/")
    assert client.get("/admin/messaging/message/")["Location"].startswith("/admin/sign-in/")


def test_a_merchant_reads_the_same_sentence_at_the_consoles_door(client, db):
    confirmed_owner("Olive Tan", "olive@fernhill.example")
    page = password_step(client, "olive@fernhill.example")
    assert page.status_code == 200 and "don&#x27;t match" in page.content.decode()


def test_a_signed_in_merchant_does_not_enter_the_console(client, db, mailbox):
    confirmed_owner("Olive Tan", "olive@fernhill.example")
    client.post("/sign-in/", {"email": "olive@fernhill.example", "password": PASSWORD})
    client.post("/sign-in/code/", {"code": mailbox.latest().code})
    assert client.get("/admin/")["Location"].startswith("/admin/")
    assert client.get("/admin/accounts/user/")["Location"].startswith("/admin/")


def test_the_merchants_flow_cannot_be_finished_at_the_consoles_door(client, db, mailbox):
    confirmed_owner("Olive Tan", "olive@fernhill.example")
    client.post("/sign-in/", {"email": "olive@fernhill.example", "password": PASSWORD})
    assert client.post("/admin/sign-in/code/", {"code": mailbox.latest().code})["Location"] == "/admin/sign-in/"


def test_a_generated_password_is_changed_before_anything_else(client, db):
    output = io.StringIO()
    call_command("create_reviewer", ADDRESS, role="reviewer", stdout=output)
    generated = re.search(r"shown once: (\S+)", output.getvalue())[1]
    enrol(client, password=generated)
    assert client.get("/admin/")["Location"] == "/security/password/"
    fields = {"current_password": generated, "new_password": PASSWORD, "new_password_again": PASSWORD}
    assert client.post("/security/password/", fields)["Location"] == "/admin/"
    assert client.get("/admin/").status_code == 200


def test_staff_rest_for_a_shorter_time(client, rita, settings):
    enrol(client)
    assert Session.objects.get().idle_limit().total_seconds() == settings.STAFF_IDLE_MINUTES * 60


@pytest.mark.parametrize("role, sees", [("reviewer", True), ("catalogue_editor", False)])
def test_a_role_sees_what_its_row_in_the_table_says(client, db, role, sees):
    reviewer("Ravi", ADDRESS, role)
    enrol(client)
    assert (client.get("/admin/messaging/message/").status_code == 200) is sees
