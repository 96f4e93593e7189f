"""Beat, with a broker and a cache of its own: what waits already is not queued once more."""

import pytest
from django.conf import settings
from django.core.cache import cache

from merchant_portal import scheduler
from merchant_portal.celery import app

MAIL = "messaging.send_mail"
DECISIONS = "reviews.apply_due_decisions"


@pytest.fixture
def beat(tmp_path):
    beat = scheduler.Scheduler(app, schedule_filename=str(tmp_path / "schedule"), lazy=True)
    beat.setup_schedule()
    empty()
    yield beat
    beat.close()
    empty()


def empty():
    cache.clear()
    with app.connection_for_write() as link:
        for queue in settings.CELERY_TASK_QUEUES:
            queue(link.default_channel).purge()


def waiting(name: str) -> int:
    with app.connection_for_read() as link:
        return link.default_channel.queue_declare(queue=name).message_count


def tick(beat, task: str) -> None:
    beat.apply_entry(next(entry for entry in beat.schedule.values() if entry.task == task))


def test_an_hour_without_a_worker_leaves_one_sweep_of_each_kind(beat):
    for _ in range(30):
        tick(beat, MAIL)
        tick(beat, DECISIONS)
    assert (waiting("mail"), waiting("celery")) == (1, 1)


def test_what_a_worker_has_started_is_queued_again(beat):
    tick(beat, MAIL)
    scheduler.note_started(MAIL)
    tick(beat, MAIL)
    assert waiting("mail") == 2


def test_a_sweep_that_was_lost_with_its_queue_is_queued_again(beat):
    tick(beat, MAIL)
    with app.connection_for_write() as link:
        settings.CELERY_TASK_QUEUES[1](link.default_channel).purge()
    tick(beat, MAIL)
    assert waiting("mail") == 1


def test_without_a_cache_beat_goes_on(beat, monkeypatch):
    monkeypatch.setattr(scheduler.cache, "add", lambda *args, **kwargs: 1 / 0)
    tick(beat, MAIL)
    tick(beat, MAIL)
    assert waiting("mail") == 2
