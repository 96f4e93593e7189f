"""A password that others may know: everything it opened ends, and a new one comes before anything else."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.actions import passwords
from accounts.models import User
from accounts.roles import Role
from merchant_portal.audit.models import AuditEvent
from merchant_portal.errors import Forbidden
from tests.accounts.test_browser_known import step_up
from tests.accounts.test_password_change import change
from tests.accounts.test_session import is_in
from tests.accounts.test_sign_in_begin import ADDRESS, sign_in
from tests.accounts.test_staff_sign_in import enrol
from tests.factories import PASSWORD, confirmed_owner, reviewer
from tests.onboarding.judged import approved

PAGE = "/security/password/"


def flag(person, by="tests", reason="leaked"):
    return passwords.flag_compromised(person=person, by=by, reason=reason)


def test_every_session_ends_and_no_browser_is_trusted(client, another_browser, olive, mailbox):
    step_up(client, mailbox, trust_browser="on")
    step_up(another_browser, mailbox)
    flag(olive)
    assert not is_in(client) and not is_in(another_browser)
    assert sign_in(client)["Location"] == "/sign-in/code/"


def test_a_sign_in_under_way_ends(client, olive, mailbox):
    sign_in(client)
    code = mailbox.latest(to=ADDRESS).code
    flag(olive)
    assert client.post("/sign-in/code/", {"code": code})["Location"].startswith("/sign-in/")


def test_after_the_code_only_the_new_password_is_asked_for_and_the_page_says_why(client, olive, mailbox):
    flag(olive)
    step_up(client, mailbox)
    for path in ("/application/", "/application/company/", "/home/", "/activate/"):
        assert client.get(path)["Location"] == PAGE
    shown = client.get(PAGE).content.decode()
    assert "Someone else may know" in shown and "Choose a new password" in shown and "first sign-in only" not in shown
    assert change(client)["Location"] == "/application/"
    assert client.get("/application/").status_code == 200
    person = User.objects.get()
    assert not person.must_change_password and person.compromised_at is None


def test_the_known_password_cannot_stay(client, olive, mailbox):
    flag(olive)
    step_up(client, mailbox)
    assert "Choose another one" in change(client, new=PASSWORD).content.decode()
    assert client.get("/application/")["Location"] == PAGE


def test_an_activation_link_does_not_open_before(client, olive, rita, mailbox, settings):
    settings.DECISION_UNDO_SECONDS = 0
    approved(olive, rita)
    link = mailbox.latest(to=olive.email, kind="onboarding/approved").link
    flag(olive)
    step_up(client, mailbox)
    assert client.post(link)["Location"] == "/activate/" and client.get("/activate/")["Location"] == PAGE
    assert not AuditEvent.objects.filter(code="onboarding.activated").exists()


def test_the_owner_is_notified_by_mail_unless_the_password_was_changed_before_it_left(olive, mailbox):
    flag(olive)
    email = mailbox.latest(to=ADDRESS)
    assert email.kind == "accounts/new-password-needed" and "/sign-in/" in email.text
    count = len(mailbox.all())
    flag(olive)
    User.objects.update(must_change_password=False, compromised_at=None)
    assert len(mailbox.all()) == count


def test_staff_read_another_reason_than_for_a_generated_password(client, rita):
    enrol(client)
    flag(rita)
    enrolled = client.get("/admin/")
    assert enrolled["Location"].startswith("/admin/sign-in/")
    User.objects.filter(pk=rita.pk).update(compromised_at=None)
    rita.refresh_from_db()
    client.force_login(rita, backend="accounts.backends.PortalBackend")
    assert "first sign-in only" in client.get(PAGE).content.decode()


def test_it_is_recorded_with_its_reason(olive):
    flag(olive, reason="phished")
    row = AuditEvent.objects.get(code="accounts.password_flagged")
    assert (row.target, row.by_id, row.data) == (f"accounts.user:{olive.pk}", "tests", {"reason": "phished"})


@pytest.mark.parametrize("role", [Role.SUPPORT, Role.ADMINISTRATOR])
def test_support_and_administrators_may(olive, role):
    assert flag(olive, by=reviewer("Sue", "sue@portal.example", role=role)).must_change_password


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.LEAD, Role.CATALOGUE_EDITOR, None])
def test_others_may_not(olive, role):
    by = reviewer("Ravi", "ravi@portal.example", role=role) if role else confirmed_owner("Max", "max@alder.example")
    with pytest.raises(Forbidden):
        flag(olive, by=by)
    assert not User.objects.get(pk=olive.pk).must_change_password
    assert User.objects.get(pk=olive.pk).security_stamp == olive.security_stamp


def test_a_reason_that_is_none_of_ours_changes_nothing(olive):
    with pytest.raises(ValueError, match="boredom"):
        flag(olive, reason="boredom")
    assert not User.objects.get().must_change_password


def test_the_command_needs_a_person_and_a_reason(olive):
    output = StringIO()
    call_command("require_new_password", " Olive@fernhill.example", reason="reported", stdout=output)
    assert "signed out everywhere" in output.getvalue() and User.objects.get().compromised_at
    with pytest.raises(CommandError, match="No confirmed account"):
        call_command("require_new_password", "nobody@fernhill.example", reason="reported")
    with pytest.raises(CommandError, match="invalid choice"):
        call_command("require_new_password", ADDRESS, "--reason", "boredom")
    with pytest.raises(CommandError, match="required"):
        call_command("require_new_password", ADDRESS)
