"""`unlock EMAIL --reason …`: every lock of one person, with a reason, audited, mailed."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.actions import attempts, challenges
from accounts.models import AttemptRecord
from merchant_portal.audit.models import AuditEvent
from tests.accounts.test_sign_in_begin import ADDRESS, sign_in
from tests.accounts.test_sign_in_lock import lock
from tests.factories import confirmed_owner, registered_owner

CODE = "/sign-in/code/"
REASON = "called back on the number on file"


def unlock(email=ADDRESS, reason=REASON) -> str:
    out = StringIO()
    call_command("unlock", email, "--reason", reason, stdout=out)
    return out.getvalue()


def use_up_codes(person) -> None:
    while attempts.consume(attempts.Limit.STEP_UP, challenges.step_up_key(person.pk)):
        pass


def test_the_next_sign_in_passes(client, olive):
    lock(client)
    assert "can sign in again" in unlock()
    assert sign_in(client)["Location"] == CODE


def test_the_address_may_be_written_in_any_case(client, olive):
    lock(client)
    unlock(" OLIVE@Fernhill.Example ")
    assert sign_in(client)["Location"] == CODE


def test_the_locks_of_known_browsers_open_too(signed_in, olive):
    signed_in.post("/sign-out/")
    lock(signed_in)
    unlock()
    assert sign_in(signed_in)["Location"] == CODE


def test_the_next_code_is_accepted(client, olive, mailbox):
    use_up_codes(olive)
    sign_in(client)
    code = mailbox.latest(to=ADDRESS).code
    assert client.post(CODE, {"code": code}).status_code == 429
    unlock()
    assert client.post(CODE, {"code": code})["Location"] == "/application/"


def test_nobody_elses_lock_opens(client, olive):
    sam = confirmed_owner("Sam", "sam@hilltop.example")
    lock(client, sam.email)
    lock(client)
    use_up_codes(sam)
    unlock()
    assert sign_in(client, email=sam.email).status_code == 429
    assert AttemptRecord.objects.filter(kind="step_up").exists()


def test_it_is_audited_with_its_reason_and_the_person_is_notified(client, olive, mailbox):
    lock(client)
    unlock(reason=f"  {REASON} ")
    event = AuditEvent.objects.get(code="accounts.unlocked")
    assert (event.by_id, event.target, event.data) == ("unlock", f"accounts.user:{olive.pk}", {"reason": REASON})
    email = mailbox.latest(to=ADDRESS, kind="accounts/unlocked")
    assert email.link == "/sign-in/" and REASON not in email.text


def test_staff_are_sent_to_their_own_door(client, rita, mailbox):
    lock(client, rita.email)
    unlock(rita.email)
    assert mailbox.latest(to=rita.email, kind="accounts/unlocked").link == "/admin/sign-in/"


@pytest.mark.parametrize("email", ["nobody@fernhill.example", "\x00", "x" * 300])
def test_an_address_of_nobody_fails(olive, email):
    with pytest.raises(CommandError, match="No confirmed account"):
        unlock(email)


def test_somebody_unconfirmed_fails(client, db):
    registered_owner("Olive Tan", ADDRESS)
    lock(client)
    with pytest.raises(CommandError, match="No confirmed account"):
        unlock()


@pytest.mark.parametrize("reason", ["", "   "])
def test_without_a_reason_nothing_opens(client, olive, reason):
    lock(client)
    with pytest.raises(CommandError, match="reason"):
        unlock(reason=reason)
    assert sign_in(client).status_code == 429


def test_where_nothing_is_counted_nobody_is_notified(signed_in, olive, mailbox):
    with pytest.raises(CommandError, match="Nothing is locked"):
        unlock()
    assert mailbox.all(kind="accounts/unlocked") == []
    assert not AuditEvent.objects.filter(code="accounts.unlocked").exists()


def test_the_reason_cannot_be_left_out(olive):
    with pytest.raises(CommandError, match="--reason"):
        call_command("unlock", ADDRESS)
