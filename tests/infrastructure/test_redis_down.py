"""Redis is stopped: people register, sign in and get back in; what guards them holds, and nothing is lost."""

import pytest
from django.conf import settings as portal
from django.test import Client

from merchant_portal import circuit, throttling
from merchant_portal.messaging.models import Message
from tests import worker as workers
from tests.accounts import resetting
from tests.factories import HONG_KONG, PASSWORD, confirm_phone, confirmed_owner, register_form
from tests.mailbox import Delivered
from tests.worker import wait_for

OLIVE, SAM, RUTH = "olive@fernhill.example", "sam@fernhill.example", "ruth@fernhill.example"
CONFIRM, CODE = "accounts/confirm-email", "accounts/sign-in-code"
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def down(redis, settings):
    """Redis, stopped. The limits by network are on and would be counted there."""
    settings.NETWORK_LIMITS = dict.fromkeys(throttling.NAMES, "1000/hour")
    redis.stop()
    return redis


def sign_in(client, email, password=PASSWORD):
    return client.post("/sign-in/", {"email": email, "password": password})


def test_people_register_sign_in_and_reset_and_are_served_once_it_is_back(down, sink, gateway, tmp_path):
    confirmed_owner("Sam", SAM)
    confirm_phone(confirmed_owner("Ruth", RUTH))
    Message.objects.all().delete()
    new, sam, ruth, forgetful = (Client() for _ in range(4))
    assert new.post("/register/", register_form(new.get("/register/"), email=OLIVE)).status_code == 302
    assert sign_in(sam, SAM)["Location"] == "/sign-in/code/"
    assert sign_in(ruth, RUTH)["Location"] == "/sign-in/code/"
    assert resetting.ask(forgetful, SAM)["Location"].startswith(resetting.CODE)
    assert new.get("/readyz/").json()["database"] is True
    assert Message.objects.filter(status="waiting").count() == 4

    down.start(postgres=False)
    programs = [
        workers.worker(tmp_path / "worker.log", sink.url, REDIS_URL=down.url, SMS_URL=gateway.url).start(),
        workers.beat(tmp_path / "beat.log", REDIS_URL=down.url).start(),
    ]
    try:
        wait_for(lambda: Message.objects.filter(status="sent").count() == 4)
    finally:
        for program in programs:
            program.kill()
    emails = {(received.to, received.kind): received for received in map(Delivered, sink.emails)}
    assert len(sink.emails) == 3 and set(emails) == {(OLIVE, CONFIRM), (SAM, CODE), (SAM, resetting.KIND)}
    assert [message["to"] for message in gateway.messages] == [HONG_KONG]
    assert sam.post("/sign-in/code/", {"code": emails[SAM, CODE].code}).status_code == 302
    texted = gateway.messages[0]["params"]["code"]
    assert ruth.post("/sign-in/code/", {"code": texted})["Location"] == "/application/"
    resetting.give_code(forgetful, emails[SAM, resetting.KIND].code)
    assert "for=" in resetting.set_password(forgetful)["Location"]
    assert sign_in(Client(), SAM, resetting.NEW)["Location"] == "/sign-in/code/"


def test_the_limits_of_an_account_hold(down, caplog):
    confirmed_owner("Sam", SAM)
    answers = [sign_in(Client(), SAM, f"guess {number}").status_code for number in range(7)]
    assert answers == [200] * portal.LOCK_AFTER_FAILURES + [429] * 2
    circuit.redis.close()
    sign_in(Client(), SAM)
    assert "limits by network are open" in caplog.text


def test_wrong_codes_are_counted(down, client):
    confirmed_owner("Sam", SAM)
    sign_in(client, SAM)
    answers = [client.post("/sign-in/code/", {"code": f"00000{number}"}) for number in range(6)]
    assert [answer.status_code for answer in answers] == [200] * 4 + [302] * 2


def test_nobody_is_signed_out(redis, client):
    client.force_login(confirmed_owner("Sam", SAM))
    assert client.get("/security/").status_code == 200
    redis.stop()
    assert client.get("/security/").status_code == 200
    assert client.get("/application/").status_code in (200, 302)
