"""Uploads whose wake-up, or whose worker, was lost: a real worker and beat take them up again within seconds."""

import pytest
from django.conf import settings as django_settings
from redis import Redis

from onboarding.actions import checking
from onboarding.models import DocumentVersion
from tests import worker as workers
from tests.onboarding.joining import save_company
from tests.onboarding.test_documents import LICENCE
from tests.sample_files import pdf_bytes, upload
from tests.worker import wait_for

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("catalogue_loaded")]
PATIENT = 120  # seconds, on a machine that does much else; how soon it is picked up is in test_checking.py


@pytest.fixture
def start(tmp_path, sink):
    """Returns a function that starts a worker or beat; they end with the test."""
    running = []

    def begin(kind: str):
        log = tmp_path / f"{kind}-{len(running)}"
        program = workers.beat(log) if kind == "beat" else workers.worker(log, sink.url)
        running.append(program.start())
        return program

    yield begin
    for program in running:
        if program.process.poll() is None:
            program.kill()


@pytest.fixture
def merchant(signed_in):
    save_company(signed_in)
    return signed_in


def forget_the_queue() -> None:
    with Redis.from_url(django_settings.REDIS_URL) as link:
        link.flushdb()


def status() -> str:
    return DocumentVersion.objects.get().status


def test_one_whose_wake_up_was_lost_is_checked(merchant, start):
    merchant.post(LICENCE, {"file": upload(), "part": 1})
    forget_the_queue()
    for kind in ("worker", "beat"):
        start(kind)
    wait_for(lambda: status() == "clean", PATIENT)


def test_one_whose_worker_was_killed_is_taken_up_by_the_next(merchant, start):
    killed = start("worker")
    merchant.post(LICENCE, {"file": upload(pdf_bytes(20)), "part": 1})
    wait_for(checking.in_work, PATIENT)
    killed.kill()
    assert status() == "checking"
    wait_for(lambda: not checking.in_work())
    for kind in ("worker", "beat"):
        start(kind)
    wait_for(lambda: status() == "clean", PATIENT)
    assert DocumentVersion.objects.get().attempts == 0
