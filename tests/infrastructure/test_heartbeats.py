"""What a real worker and beat record, also when they were started while Redis was down."""

import time

import pytest
from django.conf import settings
from django.db import DatabaseError, connection

from merchant_portal.celery import app
from merchant_portal.operations import heartbeats
from merchant_portal.operations.models import Heartbeat
from tests import worker as workers
from tests.worker import wait_for

SWEEPS = {f"sweep.{name}" for name in settings.SWEEPS}


def names() -> set[str]:
    return set(Heartbeat.objects.values_list("name", flat=True))


@pytest.mark.django_db(transaction=True)
def test_worker_and_beat_that_were_started_without_redis_work_once_it_is_back(redis, sink, tmp_path):
    redis.stop()
    programs = [
        workers.worker(tmp_path / "worker.log", sink.url, REDIS_URL=redis.url).start(),
        workers.beat(tmp_path / "beat.log", REDIS_URL=redis.url).start(),
    ]
    try:
        for program in programs:
            wait_for(lambda log=program.log: b"Trying again" in log.read_bytes())
        redis.start(postgres=False)
        wait_for(lambda: names() >= SWEEPS)
        assert all(program.process.poll() is None for program in programs)
    finally:
        for program in programs:
            program.kill()
    assert set(heartbeats.ages()) >= SWEEPS and max(heartbeats.ages().values()) < 60
    assert heartbeats.clock_difference() < 1


class EnoughTries(Exception):
    """The test has seen enough."""


def test_the_broker_is_waited_for_without_end():
    tries = []

    def count(error, interval):
        tries.append(error)
        if len(tries) > 150:
            raise EnoughTries

    link = app.connection_for_read("redis://127.0.0.1:1/0")
    with pytest.raises(EnoughTries):
        link.ensure_connection(
            count, app.conf.broker_connection_max_retries, interval_start=0, interval_step=0, interval_max=0
        )


def test_a_process_records_a_name_every_few_seconds_at_most(db, monkeypatch, django_assert_num_queries):
    heartbeats.forget_recorded()
    assert heartbeats.record("sweep.mail") is True
    with django_assert_num_queries(0):
        assert heartbeats.record("sweep.mail") is False
    later = time.monotonic() + heartbeats.EVERY_SECONDS
    monkeypatch.setattr(heartbeats.time, "monotonic", lambda: later)
    assert heartbeats.record("sweep.mail") is True


@pytest.mark.parametrize("seconds", [-120, -10, 10, 120, 660])
def test_the_difference_of_the_workers_clock_is_what_was_recorded(db, monkeypatch, seconds):
    true = heartbeats.timezone.now
    heartbeats.forget_recorded()
    shifted = heartbeats.timezone.timedelta(seconds=seconds)
    monkeypatch.setattr(heartbeats.timezone, "now", lambda: true() + shifted)
    heartbeats.record("beat")
    assert heartbeats.clock_difference() == pytest.approx(abs(seconds), abs=1)


def test_work_that_was_done_does_not_fail_for_its_heartbeat(db):
    def fail(execute, sql, params, many, context):
        raise DatabaseError("no")

    heartbeats.forget_recorded()
    with connection.execute_wrapper(fail):
        assert heartbeats.record("sweep.mail") is False
