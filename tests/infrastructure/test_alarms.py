"""Alarms: one mail per kind and hour, also when several raise it at once; open until resolved or a day old."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from merchant_portal.messaging.models import Message
from merchant_portal.operations import alarms, checking
from merchant_portal.operations.models import Alarm
from tests import beats

KIND = "file.lost"


@pytest.fixture
def working(db):
    beats.all_beat()


def mails() -> int:
    return Message.objects.filter(kind="portal/alarm").count()


def kinds() -> list[str]:
    return [alarm.kind for alarm in alarms.open_alarms()]


def test_an_alarm_goes_to_its_address_and_says_what_is_wrong(db, mailbox, settings):
    settings.ALARM_EMAIL = "night@portal.example"
    alarms.raise_alarm(KIND, "An original is missing.")
    email = mailbox.latest(to="night@portal.example")
    assert "An original is missing." in email.text and KIND in email.subject


def test_one_mail_a_kind_and_hour(db):
    for _ in range(3):
        alarms.raise_alarm(KIND, "An original is missing.")
    alarms.raise_alarm("storage.full", "No space is left.")
    assert mails() == 2
    Alarm.objects.update(mailed_at=timezone.now() - timedelta(minutes=59))
    alarms.raise_alarm(KIND, "Another one.")
    assert mails() == 2
    Alarm.objects.update(mailed_at=timezone.now() - timedelta(minutes=61))
    alarms.raise_alarm(KIND, "Another one.")
    assert mails() == 3


def test_trouble_that_goes_and_comes_within_the_hour_is_mailed_once(db):
    alarms.raise_alarm(KIND, "An original is missing.")
    assert alarms.resolve(KIND) == 1
    alarms.raise_alarm(KIND, "An original is missing.")
    assert mails() == 1 and kinds() == [KIND]


@pytest.mark.django_db(transaction=True)
def test_of_ten_at_once_one_mails():
    start = threading.Barrier(10)

    def raise_it():
        start.wait()
        alarms.raise_alarm(KIND, "An original is missing.")
        connection.close()

    threads = [threading.Thread(target=raise_it) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert mails() == 1 and Alarm.objects.count() == 1


def test_an_alarm_closes_when_resolved_or_a_day_old(db):
    alarms.raise_alarm(KIND, "An original is missing.")
    alarms.raise_alarm("storage.full", "No space is left.")
    alarms.resolve(KIND)
    assert kinds() == ["storage.full"]
    Alarm.objects.update(raised_at=timezone.now() - timedelta(hours=25))
    assert kinds() == []


def test_a_mail_about_trouble_that_is_over_is_not_sent(db, mailbox):
    alarms.raise_alarm(KIND, "An original is missing.")
    alarms.resolve(KIND)
    mailbox.all()
    assert Message.objects.get(kind="portal/alarm").status == "dropped"


def test_what_is_behind_raises_an_alarm_and_what_is_not_resolves_it(working):
    beats.stopped("seal", minutes=40)
    checking.check()
    assert kinds() == ["behind.seal.seal"] and mails() == 1
    beats.all_beat()
    checking.check()
    assert kinds() == []


def test_trouble_with_mail_itself_is_critical_in_the_log_and_not_mailed(working, caplog):
    beats.overdue_mail(hours=2)
    checking.check()
    checking.check()
    assert kinds() == ["behind.messages.mail"] and mails() == 0
    critical = [record for record in caplog.records if record.levelname == "CRITICAL"]
    assert len(critical) == 1 and "mail" in critical[0].getMessage()


def test_an_overdue_text_is_mailed(working):
    beats.overdue_mail(hours=2, channel="sms")
    checking.check()
    assert kinds() == ["behind.messages.texts"] and mails() == 1
