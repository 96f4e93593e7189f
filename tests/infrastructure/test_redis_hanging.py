"""Redis accepts connections and says nothing: a request waits for it once, half a second at most."""

import os
import signal
import time
from contextlib import contextmanager

import pytest
from django.db import transaction

from merchant_portal import background, circuit, environment, throttling
from tests import worker as workers
from tests.factories import PASSWORD, confirmed_owner
from tests.silent_server import SilentServer

AT_MOST = 0.5  # seconds
ALLOWANCE = 0.5  # for the work itself; three wakes that each wait take 1.2
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def hanging(settings):
    before = settings.CELERY_BROKER_URL
    wake(1)  # loads the broker's client
    with SilentServer() as server:
        settings.REDIS_URL = f"redis://127.0.0.1:{server.port}/0"
        workers.use_broker(environment.for_celery(settings.REDIS_URL))
        settings.LIMITS_STORAGE_URL = environment.for_limits(settings.REDIS_URL)
        settings.NETWORK_LIMITS = dict.fromkeys(throttling.NAMES, "1000/hour")
        throttling.limiter.cache_clear()
        yield server
    workers.use_broker(before)
    throttling.limiter.cache_clear()


@contextmanager
def within(seconds: float):
    began = time.monotonic()
    yield
    assert time.monotonic() - began < seconds + ALLOWANCE


def wake(times: int) -> None:
    with transaction.atomic():
        for _ in range(times):
            background.wake("messaging.send_mail")


def test_three_wakes_of_one_request_wait_once(hanging):
    with within(AT_MOST):
        wake(3)
    assert hanging.heard >= 1


def test_the_next_requests_do_not_wait_at_all(hanging):
    wake(1)
    with within(0):
        wake(3)


def test_a_page_that_counts_and_wakes_waits_once(hanging, client):
    sam = confirmed_owner("Sam", "sam@fernhill.example")
    client.get("/sign-in/")
    with within(AT_MOST):
        answer = client.post("/sign-in/", {"email": sam.email, "password": PASSWORD})
    assert answer["Location"] == "/sign-in/code/"


def test_ready_says_so_in_time(hanging, client):
    with within(AT_MOST):
        answer = client.get("/readyz/")
    assert answer.status_code == 200 and answer.json()["broker"] is False and answer.json()["degraded"] is True


def test_what_rests_is_asked_again_by_one_and_used_by_all_once_it_answers(monkeypatch):
    now = [100.0]
    monkeypatch.setattr(circuit.time, "monotonic", lambda: now[0])
    service = circuit.Circuit(rest_seconds=3)
    with pytest.raises(ZeroDivisionError), service.attempt():
        raise ZeroDivisionError
    with pytest.raises(circuit.IsResting), service.attempt():
        pytest.fail("it was asked while it rests")
    now[0] += 3
    with service.attempt(), pytest.raises(circuit.IsResting), service.attempt():
        pytest.fail("two asked at once")
    with service.attempt():
        pass


def test_a_redis_that_answered_and_is_stopped_in_the_middle_costs_no_more(redis, settings, client):
    settings.NETWORK_LIMITS = dict.fromkeys(throttling.NAMES, "1000/hour")
    sam = confirmed_owner("Sam", "sam@fernhill.example")
    client.get("/sign-in/")
    client.post("/sign-in/", {"email": sam.email, "password": "wrong"})
    wake(3)
    os.kill(redis.processes["redis"].pid, signal.SIGSTOP)
    try:
        for _ in range(2):
            circuit.redis.close()
            with within(AT_MOST):
                wake(3)
        circuit.redis.close()
        with within(AT_MOST):
            client.post("/sign-in/", {"email": sam.email, "password": PASSWORD})
    finally:
        os.kill(redis.processes["redis"].pid, signal.SIGCONT)


def test_a_redis_that_is_gone_costs_no_more(redis):
    wake(1)
    redis.stop()
    for _ in range(3):
        circuit.redis.close()
        with within(AT_MOST):
            wake(3)
