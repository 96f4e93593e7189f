"""Olive signs in with a code that comes as a text message, and by mail when the gateway is down.

Nothing is mocked: Django's client, a Celery worker and beat, a gateway, a mail server, PostgreSQL and Redis.
"""

import pytest

from accounts.emails.sign_in import SignInCode, SignInSms
from merchant_portal.messaging.models import Message
from tests import worker as workers
from tests.factories import HONG_KONG, PASSWORD, confirm_phone, confirmed_owner
from tests.journeys.test_nothing_secret_is_kept import dump_of_the_database, everything_in_redis
from tests.mailbox import Delivered, Post
from tests.smtp_sink import SmtpSink
from tests.worker import wait_for

OLIVE = "olive@fernhill.example"


@pytest.fixture
def post(transactional_db, tmp_path, gateway):
    """The mail of a worker that also hands text messages to the gateway; a beat sweeps for what is tried again."""
    confirm_phone(confirmed_owner("Olive Tan", OLIVE))
    Message.objects.all().delete()
    with SmtpSink() as sink:
        programs = [
            workers.worker(tmp_path / "worker.log", sink.url, SMS_URL=gateway.url).start(),
            workers.beat(tmp_path / "beat.log").start(),
        ]
        try:
            yield Post(sink)
        finally:
            for program in programs:
                program.kill()


def text_message(gateway, number: int) -> dict:
    """Waits for text message `number`, until its row says that it left, and returns it."""
    wait_for(lambda: len(gateway.messages) == number)
    wait_for(lambda: not Message.objects.filter(status="waiting").exists())
    return gateway.messages[-1]


def sign_in(client):
    return client.post("/sign-in/", {"email": OLIVE, "password": PASSWORD, "next": "/application/"})


def test_olive_signs_in_by_sms_also_when_the_gateway_refuses_at_first(client, post, gateway, tmp_path, caplog):
    assert sign_in(client)["Location"] == "/sign-in/code/"
    message = text_message(gateway, 1)
    assert (message["to"], message["template"]) == (HONG_KONG, "accounts/sign-in-sms")
    code = message["params"]["code"]
    assert message["text"].endswith(f"\n@testserver #{code}")
    assert client.post("/sign-in/code/", {"code": code})["Location"] == "/application/"
    assert client.session["method"] == "sms"
    post.next(to=OLIVE, kind="accounts/new-browser")

    client.post("/sign-out/")
    gateway.status = 503
    sign_in(client)
    wait_for(lambda: Message.objects.filter(kind=SignInSms.name, attempts=1, status="waiting").exists())
    assert "accept it. We'll try again at" in client.get("/sign-in/trouble/").content.decode()
    gateway.status = 200
    workers.make_due()
    later = text_message(gateway, 2)["params"]["code"]
    assert client.post("/sign-in/code/", {"code": later})["Location"] == "/application/"

    places = {"database": dump_of_the_database(), "redis": everything_in_redis(), "log": caplog.text}
    places["log of the worker"] = (tmp_path / "worker.log").read_text()
    for place, text in places.items():
        assert code not in text and later not in text, place
    assert HONG_KONG in places["database"] and HONG_KONG[1:] not in places["log of the worker"]


def test_while_the_gateway_is_down_olive_gets_in_by_mail(client, post, gateway, settings):
    settings.RESEND_SECONDS = 1
    gateway.server.shutdown()
    gateway.server.server_close()
    sign_in(client)
    wait_for(lambda: Message.objects.filter(kind=SignInSms.name, attempts__gte=1).exists())
    wait_for(lambda: client.post("/sign-in/channel/", {"channel": "mail"})["Location"].endswith("?resent=1"))
    wait_for(lambda: Message.objects.filter(kind=SignInCode.name, status="sent").exists())
    email = Delivered(post.sink.emails[0])
    assert (email.to, email.kind) == (OLIVE, SignInCode.name)
    assert client.post("/sign-in/code/", {"code": email.code})["Location"] == "/application/"
    assert client.session["method"] == "mail"
