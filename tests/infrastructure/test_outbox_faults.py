"""What a broken service does to mail: nothing is lost, nothing is sent twice."""

import collections
from pathlib import Path

import pytest

from accounts.emails import PasswordChanged
from merchant_portal import environment
from merchant_portal.local import servers
from merchant_portal.messaging.models import Message
from tests import worker as workers
from tests.factories import PASSWORD, confirmed_owner, register_form
from tests.smtp_sink import SmtpSink
from tests.worker import wait_for

OLIVE = "olive@fernhill.example"
MANY = 500
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def redis(tmp_path_factory, settings):
    """A Redis of this test's own, so that it can be stopped; the portal of this process uses it."""
    before = settings.CELERY_BROKER_URL
    own = servers.Servers(Path(tmp_path_factory.mktemp("r", numbered=True)), keep=False)
    own.home.chmod(0o711)
    for parent in own.home.parents[:3]:
        parent.chmod(parent.stat().st_mode | 0o011)
    own.url = servers.redis_url(0, own.home)
    own.start(postgres=False)
    workers.use_broker(environment.for_celery(own.url))
    yield own
    own.stop()
    workers.use_broker(before)


@pytest.fixture
def sink():
    with SmtpSink() as server:
        yield server


def sent_to(sink) -> collections.Counter:
    return collections.Counter(letter["To"] for letter in sink.letters)


def test_redis_is_down_while_people_register_and_sign_in(client, another_browser, redis, sink, tmp_path):
    confirmed_owner("Sam", "sam@fernhill.example")
    Message.objects.all().delete()
    redis.stop()
    register = client.post("/register/", register_form(client.get("/register/")))
    sign_in = another_browser.post("/sign-in/", {"email": "sam@fernhill.example", "password": PASSWORD})
    assert (register.status_code, sign_in.status_code) == (302, 302)
    assert client.get("/readyz/").json()["database"] is True

    redis.start(postgres=False)
    programs = [
        workers.worker(tmp_path / "worker.log", sink.url, REDIS_URL=redis.url).start(),
        workers.beat(tmp_path / "beat.log", REDIS_URL=redis.url).start(),
    ]
    wait_for(lambda: len(sink.letters) == 2)
    wait_for(lambda: Message.objects.filter(status="sent").count() == 2)
    for program in programs:
        program.stop()
    assert sent_to(sink) == {OLIVE: 1, "sam@fernhill.example": 1}


def test_the_mail_server_refuses_and_the_row_says_so(sink, tmp_path, settings, monkeypatch):
    person = confirmed_owner("Olive Tan", OLIVE)
    Message.objects.all().delete()
    sink.refuse("451 4.3.0 try later")
    worker = workers.worker(tmp_path / "worker.log", sink.url).start()
    beat = workers.beat(tmp_path / "beat.log").start()
    row = Message.objects.create(kind=PasswordChanged.name, reference=str(person.pk))
    wait_for(lambda: Message.objects.get(pk=row.pk).attempts == 1)
    assert Message.objects.get(pk=row.pk).answer.endswith("451")
    sink.accept()
    wait_for(lambda: Message.objects.get(pk=row.pk).status == "sent")
    for program in (worker, beat):
        program.stop()
    assert sent_to(sink) == {OLIVE: 1}


def test_a_worker_killed_among_500_messages_loses_none(sink, tmp_path):
    people = [confirmed_owner("Olive Tan", OLIVE)]
    Message.objects.all().delete()
    Message.objects.bulk_create(Message(kind=PasswordChanged.name, reference=str(people[0].pk)) for _ in range(MANY))
    first = workers.worker(tmp_path / "first.log", sink.url).start()
    beat = workers.beat(tmp_path / "beat.log").start()
    wait_for(lambda: len(sink.letters) >= MANY // 3)
    first.kill()
    at_the_kill = len(sink.letters)
    second = workers.worker(tmp_path / "second.log", sink.url).start()
    wait_for(lambda: not Message.objects.exclude(status="sent").exists(), seconds=60)
    for program in (second, beat):
        program.stop()
    assert at_the_kill < MANY
    # the named window: one message between the mail server's 250 and our commit
    assert MANY <= len(sink.letters) <= MANY + 1
