"""What somebody types never reaches a stranger's mailbox as ours, nor breaks a letter."""

import pytest

from accounts.emails.sign_in import PasswordChanged
from merchant_portal.messaging import outbox
from tests.factories import confirmed_owner, registered_owner

BAIT = "Win at http://evil.example"


def test_a_mailbox_that_is_not_proven_reads_nothing_that_was_typed(db, mailbox):
    registered_owner(BAIT, "victim@elsewhere.example", company=BAIT)
    email = mailbox.latest(to="victim@elsewhere.example")
    assert "evil.example" not in email.subject + email.text + email.html


@pytest.mark.parametrize("name", ["O'Brien & <Söhne>", "{{ 7*7 }}{% debug %}", "%s %(x)s {0.__class__}"])
def test_a_name_is_shown_as_it_is_typed(db, mailbox, name):
    person = confirmed_owner(name, "olive@fernhill.example")
    outbox.send(PasswordChanged, person.pk)
    email = mailbox.latest(kind=PasswordChanged.name)
    assert name in email.text
    assert "<Söhne>" not in email.html and "49" not in email.text.splitlines()[0]


def test_a_lock_whose_end_just_passed_still_has_a_page(client, olive, monkeypatch):
    for number in range(5):
        client.post("/sign-in/", {"email": olive.email, "password": f"guess {number}"})
    monkeypatch.setattr("accounts.actions.attempts.next_attempt_at", lambda *args: None)
    answer = client.post("/sign-in/", {"email": olive.email, "password": "guess"})
    assert answer.status_code == 429 and int(answer["Retry-After"]) > 0
