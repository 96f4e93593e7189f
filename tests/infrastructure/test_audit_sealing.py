"""New events are sealed by beat; none slips in behind the seal, however late it commits."""

import threading

import pytest
from django.db import ProgrammingError, connection, transaction

from merchant_portal.audit import sealing, tasks, verifying
from merchant_portal.audit.models import AuditBlock, AuditEvent
from tests.infrastructure.sealed import leave_a_gap, record, rounds, tamper
from tests.threads import at_once


def blocks(retention="security"):
    facts = ("number", "after_id", "upto_id", "events")
    return list(AuditBlock.objects.filter(retention=retention).order_by("number").values_list(*facts))


def test_each_round_seals_one_block_of_each_retention_over_the_same_ids(db):
    rounds(2, 1)
    (first, second), decisions = blocks(), blocks("decisions")
    ids = list(AuditEvent.objects.order_by("pk").values_list("pk", flat=True))
    assert first == (1, 0, ids[3], 2) and second == (2, ids[3], ids[5], 1)
    assert [(number, after, upto) for number, after, upto, _events in decisions] == [first[:3], second[:3]]


def test_nothing_new_writes_no_block(db):
    rounds(1)
    assert sealing.seal() == 0 and len(blocks()) == 1


def test_a_block_hangs_on_the_one_before(db):
    rounds(1, 1)
    first, second = AuditBlock.objects.filter(retention="security").order_by("number")
    assert first.before == "" and second.before == first.seal != second.seal


def test_a_round_is_five_thousand_events_at_most(db, monkeypatch):
    assert sealing.EVENTS_A_ROUND <= 5_000
    monkeypatch.setattr(sealing, "EVENTS_A_ROUND", 3)
    record(4)
    assert sealing.seal() == 8
    assert [number for number, *_more in blocks()] == [1, 2, 3] and sum(block[3] for block in blocks()) == 4
    verifying.verify()


def test_an_id_that_was_lost_in_a_rollback_leaves_the_audit_right(db):
    record()
    leave_a_gap()
    record()
    tasks.seal()
    leave_a_gap()
    verifying.verify()


@pytest.mark.parametrize(
    "change",
    ["UPDATE audit_auditblock SET events = 0", "DELETE FROM audit_auditblock", "TRUNCATE audit_auditblock"],
)
def test_the_database_refuses_to_change_a_block(db, change):
    rounds(1)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL portal.is_test_database = 'off'")
        with pytest.raises(ProgrammingError), transaction.atomic():
            cursor.execute(change)


class SlowWriter(threading.Thread):
    """Records an event, and commits only when it is told to."""

    def __init__(self):
        super().__init__()
        self.has_written, self.may_commit = threading.Event(), threading.Event()

    def run(self):
        try:
            with transaction.atomic():
                self.ids = [event.pk for event in record()]
                self.has_written.set()
                self.may_commit.wait(20)
        finally:
            connection.close()

    def __enter__(self):
        self.start()
        assert self.has_written.wait(20)
        return self

    def __exit__(self, *error):
        self.may_commit.set()
        self.join(20)


@pytest.mark.django_db(transaction=True)
def test_a_lower_id_that_commits_late_is_waited_for_and_sealed():
    with SlowWriter() as slow:
        later = record()
        assert slow.ids[-1] < later[0].pk
        assert sealing.seal(wait_seconds=0.3) == 0 and not blocks()
        assert [len(record()), AuditEvent.objects.count()] == [2, 4]  # nobody waits for the sealer
    assert sealing.seal() == 6
    verifying.verify()


@pytest.mark.django_db(transaction=True)
def test_the_sealer_goes_on_as_soon_as_the_writer_has_committed():
    with SlowWriter() as slow:
        record()
        threading.Timer(0.5, slow.may_commit.set).start()
        assert sealing.seal(wait_seconds=20) == 4
    verifying.verify()


@pytest.mark.django_db(transaction=True)
def test_whoever_began_to_write_after_we_looked_is_not_waited_for(monkeypatch):
    record()
    writers = sealing.writers
    late = SlowWriter()
    calls = []

    def look():
        found = writers()
        calls.append(found)
        if len(calls) == 1:
            late.__enter__()
        return found

    monkeypatch.setattr(sealing, "writers", look)
    assert sealing.seal(wait_seconds=0.3) == 2
    late.__exit__()
    assert sealing.seal() == 2
    verifying.verify()


@pytest.mark.django_db(transaction=True)
def test_two_sealers_at_once_seal_everything_once():
    record(5)
    assert sorted(at_once(lambda _number: sealing.seal(), 4)) == [0, 0, 0, 10]
    assert len(blocks()) == 1
    verifying.verify()


def test_a_chain_that_was_cut_off_is_not_mended_by_going_on(db):
    rounds(1, 1)
    tamper("DELETE FROM audit_auditblock WHERE retention = 'security' AND number = 2")
    rounds(1)
    with pytest.raises(verifying.Broken, match="security block 2: is missing"):
        verifying.verify()
