"""Mail, texts and documents do not hold each other up, and a server that is silent is asked once."""

from datetime import timedelta

import pytest
from django.conf import settings as django_settings
from django.utils import timezone

from accounts.emails.sign_in import PasswordChanged
from merchant_portal import background
from merchant_portal.celery import app
from merchant_portal.messaging import outbox
from merchant_portal.messaging.models import Message, Transport
from tests import worker as workers
from tests.factories import confirmed_owner
from tests.infrastructure.test_scheduler import empty, waiting
from tests.smtp_script import SILENT, ScriptedServer
from tests.worker import wait_for

OLIVE = "olive@fernhill.example"
QUEUES = {
    "messaging.send_mail": "mail",
    "messaging.send_texts": "texts",
    "onboarding.check_document": "documents",
    "onboarding.check_waiting_documents": "documents",
    "reviews.apply_due_decisions": "celery",
    "audit.seal": "celery",
}


def mails(person, count: int) -> None:
    Message.objects.all().delete()
    Message.objects.bulk_create(Message(kind=PasswordChanged.name, reference=str(person.pk)) for _ in range(count))


@pytest.mark.parametrize("task, queue", QUEUES.items(), ids=str)
def test_each_task_waits_in_its_queue(task, queue, django_capture_on_commit_callbacks, db):
    empty()
    with django_capture_on_commit_callbacks(execute=True):
        background.wake(task)
    counts = {name: waiting(name) for name in ("mail", "texts", "documents", "celery")}
    empty()
    assert counts == dict.fromkeys(counts, 0) | {queue: 1}


def test_a_worker_without_a_choice_serves_every_queue():
    assert {queue.name for queue in app.amqp.queues.values()} == {"mail", "texts", "documents", "celery"}
    assert app.conf.task_default_queue == "celery"


def test_thirty_mails_ask_a_silent_server_once(use, olive):
    mails(olive, 30)
    with ScriptedServer(GREETING=SILENT) as server:
        use(server)
        assert outbox.drain("mail") == 1
        assert outbox.drain("mail") == 0
        assert server.connections == 1
    assert Message.objects.filter(attempts=0, status="waiting").count() == 29


def test_each_rest_is_longer_and_ends_when_the_server_answers(use, olive):
    mails(olive, 10)
    with ScriptedServer(GREETING=SILENT) as server:
        use(server)
        for number in range(len(outbox.RESTS) + 1):
            Transport.objects.update(resting_until=timezone.now())
            outbox.drain("mail")
            left = Transport.objects.get(channel="mail").resting_until - timezone.now()
            wait = outbox.RESTS[min(number, len(outbox.RESTS) - 1)]
            assert timedelta(seconds=wait - 2) < left <= timedelta(seconds=wait)
    Transport.objects.update(resting_until=timezone.now())
    with ScriptedServer() as server:
        use(server)
        outbox.drain("mail")
        assert len(server.emails) == Message.objects.filter(status="sent").count() == 5
    assert Transport.objects.get(channel="mail").failures == 0


def test_a_refused_recipient_holds_up_nobody(use, olive):
    mails(olive, 3)
    with ScriptedServer(RCPT="451 greylisted") as server:
        use(server)
        assert outbox.drain("mail") == 3
    assert not Transport.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_text_leaves_at_once_beside_mails_to_a_silent_server(tmp_path, phone):
    person = confirmed_owner("Olive Tan", OLIVE)
    mails(person, 30)
    with ScriptedServer(GREETING=SILENT) as server:
        url = f"smtp://127.0.0.1:{server.port}"
        both = [
            workers.worker(tmp_path / f"{queue}.log", url, "--queues", queue, SMS_URL=phone.url).start()
            for queue in ("mail", "texts")
        ]
        mail_queue = app.amqp.queues["mail"]
        app.send_task("messaging.send_mail", queue=mail_queue)
        wait_for(lambda: server.connections == 1)
        Message.objects.create(kind="unknown/text", channel="sms", reference="1")
        app.send_task("messaging.send_texts")
        began = timezone.now()
        wait_for(lambda: Message.objects.get(channel="sms").attempts == 1)
        assert timezone.now() - began < timedelta(seconds=django_settings.MAIL_TIMEOUT_SECONDS / 2)
        assert Message.objects.filter(channel="mail", attempts=0).count() == 30
        for program in both:
            program.kill()
