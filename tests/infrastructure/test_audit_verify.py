"""`verify_audit` recomputes everything, and names the first block that is wrong."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from merchant_portal.audit import sealing
from merchant_portal.audit.models import AuditBlock, AuditEvent
from tests.infrastructure.sealed import leave_a_gap, let_pass, record, rounds, tamper

OLD, NEW = b"o" * 32, b"n" * 32
EVENT = "id = (SELECT min(id) + 4 FROM audit_auditevent)"  # the first of the second round
CHANGE = "UPDATE audit_auditevent SET by_id = %s WHERE id = %s"
INSERT = """
    INSERT INTO audit_auditevent (id, at, code, retention, by_id, target, data)
    VALUES (%s, now(), 'accounts.registered', 'security', 'forged', '', '{}')
"""


def verify(*heads) -> str:
    output = StringIO()
    call_command("verify_audit", head=list(heads), stdout=output)
    return output.getvalue()


@pytest.fixture
def sealed(db):
    """Three rounds of two events of each retention."""
    rounds(2, 2, 2)


def test_an_audit_that_was_left_alone_is_right(sealed):
    record()
    shown = verify()
    assert "security: 3 blocks and 6 events are correct, 0 blocks purged, 1 events not yet sealed" in shown
    assert "decisions: 3 blocks and 6 events are correct" in shown


def test_an_empty_audit_is_right(db):
    assert "security: 0 blocks and 0 events are correct" in verify()


@pytest.mark.parametrize(
    "sql, first_wrong",
    [
        ("UPDATE audit_auditevent SET by_id = 'somebody' WHERE EVENT", "security block 2: an event was changed"),
        ("UPDATE audit_auditevent SET data = '{\"a\": 1}' WHERE EVENT", "security block 2: an event was changed"),
        ("UPDATE audit_auditevent SET at = at + interval '1 us' WHERE EVENT", "security block 2: an event was ch"),
        ("UPDATE audit_auditevent SET target = 'x' WHERE EVENT", "security block 2: an event was changed"),
        ("UPDATE audit_auditevent SET code = 'x' WHERE EVENT", "security block 2: an event was changed"),
        ("UPDATE audit_auditevent SET retention = 'decisions' WHERE EVENT", "security block 2: events were removed"),
        ("DELETE FROM audit_auditevent WHERE EVENT", "security block 2: events were removed"),
        ("DELETE FROM audit_auditevent", "security block 1: events were removed"),
        ("DELETE FROM audit_auditblock WHERE number = 1", "security block 1: is missing"),
        ("DELETE FROM audit_auditblock WHERE number = 2", "security block 2: is missing"),
        ("DELETE FROM audit_auditblock WHERE retention = 'decisions'", "decisions block 1: is missing"),
        (
            "DELETE FROM audit_auditblock WHERE number = 3 AND retention = 'decisions'",
            "decisions block 3: is missing",
        ),
        ("UPDATE audit_auditblock SET events = 1 WHERE number = 2", "security block 2: was changed"),
        ("UPDATE audit_auditblock SET events_hash = 'x' WHERE number = 3", "security block 3: was changed"),
        ("UPDATE audit_auditblock SET newest_at = '2020-01-01' WHERE number = 2", "security block 2: was changed"),
        ("UPDATE audit_auditblock SET before = seal WHERE number = 2", "security block 2: doesn't continue"),
        ("UPDATE audit_auditblock SET seal = before WHERE number = 1", "security block 1: was changed"),
        ("UPDATE audit_auditblock SET upto_id = upto_id + 1 WHERE number = 3", "security block 3: was changed"),
    ],
)
def test_what_was_changed_removed_or_cut_off_is_found(sealed, sql, first_wrong):
    assert tamper(sql.replace("EVENT", EVENT))
    with pytest.raises(CommandError, match=first_wrong):
        verify()


def test_an_event_that_was_put_into_a_sealed_range_is_found(db):
    rounds(1)
    gap = leave_a_gap()
    rounds(1)
    tamper(INSERT, gap)
    with pytest.raises(CommandError, match="security block 2: events were put in"):
        verify()


def test_two_events_that_changed_places_are_found(sealed):
    first, second = AuditEvent.objects.filter(retention="security").order_by("pk")[:2]
    tamper(CHANGE, second.by_id, first.pk)
    tamper(CHANGE, first.by_id, second.pk)
    with pytest.raises(CommandError, match="security block 1: an event was changed"):
        verify()


def test_blocks_cut_off_with_their_events_are_found_by_the_head_kept_elsewhere(sealed):
    heads = [line.split()[1] for line in verify().splitlines() if "head" in line]
    assert len(heads) == 2 and verify(*heads)
    last = AuditBlock.objects.filter(number=3).first()
    tamper("DELETE FROM audit_auditevent WHERE id > %s", last.after_id)
    tamper("DELETE FROM audit_auditblock WHERE number = 3")
    assert verify()
    with pytest.raises(CommandError, match="security block 3: is missing"):
        verify(*heads)


@pytest.mark.parametrize("head", ["", "security", "security:x:y", "security:1:", "nothing:1:2"])
def test_a_head_that_is_none_is_refused(sealed, head):
    with pytest.raises(CommandError, match="is missing"):
        verify(head)


def test_events_that_nobody_seals_are_reported(db):
    record()
    let_pass(hours=2)
    with pytest.raises(
        CommandError, match="security block 1: is missing: 1 events have been waiting to be sealed since"
    ):
        verify()


def test_a_key_that_was_rotated_out_still_verifies_while_it_is_listed(db, settings):
    settings.FIELD_KEYS = [OLD]
    rounds(1)
    settings.FIELD_KEYS = [NEW, OLD]
    rounds(1)
    assert len(set(AuditBlock.objects.values_list("key_id", flat=True))) == 2 and verify()
    settings.FIELD_KEYS = [NEW]
    with pytest.raises(CommandError, match="security block 1: its key .* is not in FIELD_KEYS"):
        verify()


def test_another_key_seals_otherwise(db, settings):
    settings.FIELD_KEYS = [OLD]
    rounds(1)
    block = AuditBlock.objects.first()
    settings.FIELD_KEYS = [NEW]
    assert block.seal not in sealing.crypto.sign(sealing.PURPOSE, sealing.signed_part(block))
