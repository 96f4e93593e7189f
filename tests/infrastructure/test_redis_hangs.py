"""Redis accepts and says nothing: a request waits half a second at most in all, and then not again for a while."""

import time

import pytest
from django.conf import settings as portal

from merchant_portal import background, breaker, throttling
from merchant_portal.messaging.models import Message
from tests import worker as workers
from tests.factories import PASSWORD, confirmed_owner, register_form
from tests.smtp_script import SILENT, ScriptedServer
from tests.worker import wait_for

HALF = 0.5  # seconds
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def hanging(settings):
    """A Redis that never answers; limits by network and the broker are on it."""
    with ScriptedServer(GREETING=SILENT) as server:
        url = f"redis://127.0.0.1:{server.port}/0"
        before = portal.CELERY_BROKER_URL
        settings.REDIS_URL = settings.LIMITS_STORAGE_URL = url
        settings.NETWORK_LIMITS = dict.fromkeys(throttling.NAMES, "1000/hour")
        throttling._limiter.cache_clear()
        workers.use_broker(url)
        yield server
        workers.use_broker(before)
        throttling._limiter.cache_clear()


def seconds(work) -> float:
    began = time.process_time(), time.monotonic()
    work()
    return time.monotonic() - began[1] - (time.process_time() - began[0])  # without what we reckoned ourselves


def test_a_request_with_a_limit_and_a_message_waits_half_a_second_at_most(hanging, client):
    form = register_form(client.get("/register/"))
    assert seconds(lambda: client.post("/register/", form)) < HALF
    assert Message.objects.filter(status="waiting").count() == 1


def test_several_wakes_cost_one_wait(hanging):
    assert seconds(lambda: [background.wake("messaging.send_mail") for _ in range(5)]) < HALF


def test_it_is_left_alone_for_a_while_and_then_asked_again(hanging, client, monkeypatch):
    confirmed_owner("Sam", "sam@fernhill.example")
    client.post("/sign-in/", {"email": "sam@fernhill.example", "password": PASSWORD})
    asked = hanging.connections
    assert breaker.is_resting()
    client.post("/sign-in/", {"email": "sam@fernhill.example", "password": PASSWORD})
    assert hanging.connections == asked
    monkeypatch.setattr(breaker, "REST_SECONDS", 0)
    breaker.rest()
    background.wake("messaging.send_mail")
    assert hanging.connections > asked


def test_readiness_is_told_soon(hanging, client):
    assert seconds(lambda: client.get("/readyz/")) < HALF
    answer = client.get("/readyz/")
    assert answer.status_code == 200 and answer.json()["broker"] is False


def test_a_worker_that_starts_without_its_broker_waits_for_it(redis, sink, tmp_path):
    person = confirmed_owner("Sam", "sam@fernhill.example")
    Message.objects.all().delete()
    redis.stop()
    programs = [
        workers.worker(tmp_path / "worker.log", sink.url, REDIS_URL=redis.url).start(),
        workers.beat(tmp_path / "beat.log", REDIS_URL=redis.url).start(),
    ]
    try:
        wait_for(lambda: "Cannot connect" in (tmp_path / "worker.log").read_text())
        Message.objects.create(kind="accounts/password-changed", reference=str(person.pk))
        redis.start(postgres=False)
        wait_for(lambda: Message.objects.get().status == "sent", 60)
    finally:
        for program in programs:
            program.kill()
