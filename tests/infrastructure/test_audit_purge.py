"""Security events go after their time, in whole blocks; decisions stay; the chain stays right."""

import pytest
from django.core.management import CommandError, call_command

from merchant_portal.audit import purging, sealing, tasks
from merchant_portal.audit.models import AuditBlock, AuditEvent
from tests.infrastructure.sealed import let_pass, record, rounds, tamper

DAYS = 180


def sealed_days_ago(days: float, count: int = 2) -> None:
    """Records and seals events as if that had been so many days ago."""
    ids = [event.pk for event in record(count)]
    let_pass(days, from_id=ids[0])
    sealing.seal()


def left(retention="security") -> int:
    return AuditEvent.objects.filter(retention=retention).count()


def test_old_blocks_are_emptied_and_the_chain_verifies(db, capsys):
    sealed_days_ago(DAYS + 20)
    sealed_days_ago(DAYS + 10)
    sealed_days_ago(DAYS - 1)
    assert purging.purge() == 4 and left() == 2 and left("decisions") == 6 + 1
    call_command("verify_audit")
    assert "security: 3 blocks and 2 events are correct, 2 blocks purged" in capsys.readouterr().out


def test_a_block_with_one_younger_event_stays_whole(db):
    ids = [event.pk for event in record(3)]
    let_pass(DAYS + 1, upto_id=ids[-2] - 1)
    sealing.seal()
    assert purging.purge() == 0 and left() == 3


def test_what_is_not_sealed_stays(db):
    record()
    let_pass(DAYS + 1)
    assert purging.purge() == 0 and left() == 1


def test_a_second_purge_goes_on_where_the_first_ended(db):
    sealed_days_ago(DAYS + 10)
    assert (purging.purge(), purging.purge()) == (2, 0)
    sealed_days_ago(DAYS + 5)
    assert purging.purge() == 2
    numbers = [row.data["number"] for row in AuditEvent.objects.filter(code="audit.purged").order_by("pk")]
    assert numbers == [1, AuditBlock.objects.filter(retention="security", events=2).last().number]
    sealing.seal()
    call_command("verify_audit")


def test_the_retention_is_a_setting(db, settings):
    sealed_days_ago(31)
    tasks.purge()
    assert left() == 2
    settings.AUDIT_SECURITY_DAYS = 30
    tasks.purge()
    assert left() == 0


def test_the_purge_is_recorded_for_as_long_as_decisions(db):
    sealed_days_ago(DAYS + 1)
    purging.purge()
    row = AuditEvent.objects.get(code="audit.purged")
    assert (row.retention, row.by_id, row.data) == ("decisions", "audit.purge", {"number": 1, "events": 2})


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM audit_auditevent WHERE retention = 'security' AND id = (SELECT max(id) - 1 FROM audit_auditevent)",
        "DELETE FROM audit_auditevent WHERE retention = 'security'",
    ],
)
def test_events_that_are_gone_before_their_time_are_missed(db, sql):
    sealed_days_ago(DAYS - 1)
    assert tamper(sql)
    with pytest.raises(CommandError, match="security block 1: events were removed"):
        call_command("verify_audit")


def test_part_of_an_old_block_is_missed_too(db):
    sealed_days_ago(DAYS + 1)
    tamper("DELETE FROM audit_auditevent WHERE retention = 'security' AND id = (SELECT min(id) FROM audit_auditevent)")
    with pytest.raises(CommandError, match="security block 1: events were removed"):
        call_command("verify_audit")


def test_decisions_are_missed_however_old(db):
    sealed_days_ago(9 * DAYS)
    tamper("DELETE FROM audit_auditevent WHERE retention = 'decisions'")
    with pytest.raises(CommandError, match="decisions block 1: events were removed"):
        call_command("verify_audit")


def test_an_empty_block_holds_nothing_up(db):
    sealed_days_ago(DAYS + 2)
    rounds(0)
    assert purging.purge() == 2
