import io
import re

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from merchant_portal.audit.models import AuditEvent
from tests.factories import PASSWORD, confirmed_owner

ADDRESS = "rita@portal.example"


def test_a_member_of_a_merchant_cannot_become_staff(db):
    confirmed_owner("Olive Tan", "olive@fernhill.example")
    with pytest.raises(CommandError, match="Staff need a separate email address"):
        call_command("create_reviewer", "olive@fernhill.example", role="lead")


def test_one_address_is_one_person_of_staff(rita):
    with pytest.raises(CommandError, match="already"):
        call_command("create_reviewer", ADDRESS, role="lead")


@pytest.mark.parametrize("command", ["createsuperuser", "changepassword"])
def test_djangos_own_commands_are_refused(command, db):
    with pytest.raises(CommandError):
        call_command(command)
    assert not User.objects.exists()


def test_the_generated_password_is_printed_once_and_must_be_changed(db):
    output = io.StringIO()
    call_command("create_reviewer", ADDRESS, role="lead", stdout=output)
    person = User.objects.get()
    assert person.check_password(re.search(r"shown once: (\S+)", output.getvalue())[1])
    assert (person.role, person.status, person.must_change_password) == ("lead", "confirmed", True)
    assert AuditEvent.objects.get(code="accounts.staff_created").by_id == "create_reviewer"


def test_a_given_password_need_not_be_changed(db, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\n"))
    call_command("create_reviewer", ADDRESS, "--password-stdin", role="reviewer", stdout=io.StringIO())
    assert not User.objects.get().must_change_password


@pytest.mark.parametrize("typed, expected", [("", "standard input"), ("short\n", "too short")])
def test_a_password_that_cannot_stand_makes_nobody(db, monkeypatch, typed, expected):
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    with pytest.raises(CommandError, match=expected):
        call_command("create_reviewer", ADDRESS, "--password-stdin", role="reviewer")
    assert not User.objects.exists()


@pytest.mark.parametrize("address", ["not an address", "a\0b@portal.example", "@", "x" * 300 + "@portal.example"])
def test_an_unusable_address_makes_nobody(db, address):
    with pytest.raises(CommandError):
        call_command("create_reviewer", address, role="reviewer")
    assert not User.objects.exists()
