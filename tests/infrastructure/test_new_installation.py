"""What has not run yet is late only when the installation is older than its limit."""

from importlib import import_module

import pytest
from django.db import connection

from merchant_portal.operations import checking, heartbeats
from merchant_portal.operations.models import Alarm, Heartbeat
from tests import beats

pytestmark = pytest.mark.django_db


def behind_after(minutes: float) -> set[str]:
    Heartbeat.objects.all().delete()
    beats.installed(minutes=minutes)
    return {reading.gauge.group for reading in checking.check()}


@pytest.mark.parametrize(
    "minutes, groups", [(0.5, set()), (2, {"sweeps"}), (4, {"sweeps", "beat"}), (31, {"sweeps", "beat", "seal"})]
)
def test_what_has_never_run_is_late_after_its_limit(minutes, groups):
    assert behind_after(minutes) == groups


def test_a_first_start_raises_no_alarm_and_mails_nobody(mailbox):
    behind_after(0)
    assert not Alarm.objects.exists() and mailbox.all() == []


def test_the_sentence_says_that_it_never_ran():
    behind_after(31)
    texts = set(Alarm.objects.values_list("text", flat=True))
    assert "The audit has never been sealed (limit 30 min)." in texts
    assert "The sweep of mail has never run (limit 60 s): is its worker running?" in texts


def test_the_migration_records_the_installation():
    Heartbeat.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute(import_module("merchant_portal.operations.migrations.0002_note_the_installation").NOTE)
    assert Heartbeat.objects.get().pk == heartbeats.INSTALLED


def test_a_sweep_that_is_set_to_run_rarely_has_its_own_limit(settings):
    settings.SWEEP_SECONDS = 100  # late after three of them
    assert behind_after(4) == {"beat"} and behind_after(6) == {"sweeps", "beat"}
