from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from merchant_portal import batches
from merchant_portal.celery import app
from merchant_portal.messaging import housekeeping
from merchant_portal.messaging.models import Message, SmsDay

LONG_AGO = timedelta(days=91)


def messages(count, **facts):
    rows = Message.objects.bulk_create(Message(kind="accounts/locked", reference="0", **facts) for _ in range(count))
    Message.objects.filter(pk__in=[row.pk for row in rows]).update(created_at=timezone.now() - LONG_AGO)


def test_old_messages_go_unless_they_wait(db):
    messages(1, status="sent", sent_at=timezone.now())
    messages(1, status="failed")
    messages(1, status="dropped")
    messages(1, status="waiting")
    Message.objects.create(kind="accounts/locked", reference="young", status="dropped")
    assert housekeeping.remove_old()["messages"] == 3
    assert set(Message.objects.values_list("status", "reference")) == {("waiting", "0"), ("dropped", "young")}


def test_old_counts_of_text_messages_go(db):
    today = timezone.now().date()
    for days in (0, 89, 91, 400):
        SmsDay.objects.create(day=today - timedelta(days=days), taken=1)
    assert housekeeping.remove_old()["sms_days"] == 2


def test_they_go_in_batches_each_in_a_transaction_of_its_own(db):
    messages(7, status="dropped")
    with CaptureQueriesContext(connection) as asked:
        assert batches.delete(Message.objects.all(), size=3) == 7
    assert len([query for query in asked if query["sql"].startswith("DELETE")]) == 3
    assert not Message.objects.exists()


def test_a_run_ends_after_its_time_and_the_next_goes_on(db):
    messages(7, status="dropped")
    assert batches.delete(Message.objects.all(), size=3, seconds=0) == 3
    assert batches.delete(Message.objects.all(), size=3) == 4


def test_a_batch_is_five_thousand_rows_at_most():
    assert batches.SIZE <= 5_000


@pytest.mark.parametrize("name", settings.CELERY_BEAT_SCHEDULE)
def test_what_beat_wakes_is_there_and_never_expires(name):
    app.loader.import_default_modules()
    entry = settings.CELERY_BEAT_SCHEDULE[name]
    assert entry["task"] in app.tasks and "options" not in entry
