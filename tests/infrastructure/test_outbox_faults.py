"""What a broken service does to mail: nothing is lost, nothing is sent twice."""

import collections

import pytest
from django.utils import timezone

from accounts.emails.sign_in import PasswordChanged
from merchant_portal.messaging.models import Message
from tests import worker as workers
from tests.factories import confirmed_owner
from tests.worker import wait_for

OLIVE = "olive@fernhill.example"
MANY = 500
pytestmark = pytest.mark.django_db(transaction=True)


def sent_to(sink) -> collections.Counter:
    return collections.Counter(email["To"] for email in sink.emails)


def test_the_mail_server_refuses_and_the_row_says_so(sink, tmp_path, settings, monkeypatch):
    person = confirmed_owner("Olive Tan", OLIVE)
    Message.objects.all().delete()
    sink.refuse("451 4.3.0 try later")
    worker = workers.worker(tmp_path / "worker.log", sink.url).start()
    beat = workers.beat(tmp_path / "beat.log").start()
    row = Message.objects.create(kind=PasswordChanged.name, reference=str(person.pk))
    wait_for(lambda: Message.objects.get(pk=row.pk).attempts == 1)
    refused = Message.objects.get(pk=row.pk)
    assert refused.answer.endswith("451") and refused.due_at > timezone.now()
    sink.accept()
    workers.make_due()
    wait_for(lambda: Message.objects.get(pk=row.pk).status == "sent")
    for program in (worker, beat):
        program.kill()
    assert sent_to(sink) == {OLIVE: 1}


def test_a_worker_killed_among_500_messages_loses_none(sink, tmp_path):
    people = [confirmed_owner("Olive Tan", OLIVE)]
    Message.objects.all().delete()
    Message.objects.bulk_create(Message(kind=PasswordChanged.name, reference=str(people[0].pk)) for _ in range(MANY))
    first = workers.worker(tmp_path / "first.log", sink.url).start()
    beat = workers.beat(tmp_path / "beat.log").start()
    wait_for(lambda: len(sink.emails) >= MANY // 3)
    first.kill()
    at_the_kill = len(sink.emails)
    second = workers.worker(tmp_path / "second.log", sink.url).start()
    wait_for(lambda: not Message.objects.exclude(status="sent").exists(), seconds=60)
    for program in (second, beat):
        program.kill()
    assert at_the_kill < MANY
    # the named window: one message between the mail server's 250 and our commit
    assert MANY <= len(sink.emails) <= MANY + 1
