"""Links: replay, scanners, other browsers, other purposes."""

from django.utils import timezone

from accounts.models import Session, SingleUseLink, User
from tests.attacks.conftest import OLIVE, password_step
from tests.attacks.test_enumeration import register
from tests.factories import PASSWORD
from tests.threads import at_once

CODE = "/sign-in/code/"


def signed_in_people() -> int:
    return Session.objects.filter(user__isnull=False).count()


def confirm_link(wire, mailbox) -> str:
    register(wire, "max@riverside.example")
    return mailbox.latest(to="max@riverside.example", kind="accounts/confirm-email").link


def test_mail_scanners_do_not_use_a_link_up(wire, transactional_db, mailbox):
    link = confirm_link(wire, mailbox)
    for method in ("GET", "GET", "HEAD", "GET"):
        assert wire().send(method, link).status == 200
    assert wire().post(link).status == 302


def test_a_link_is_good_once(wire, transactional_db, mailbox):
    link = confirm_link(wire, mailbox)
    assert [wire().post(link).status for _press in range(2)] == [302, 200]


def test_a_confirming_link_signs_no_other_browser_in(wire, transactional_db, mailbox):
    thief = wire()
    assert thief.post(confirm_link(wire, mailbox)).location.startswith("/sign-in/") and not signed_in_people()


def test_a_link_past_its_time_is_dead(wire, transactional_db, mailbox):
    link = confirm_link(wire, mailbox)
    SingleUseLink.objects.update(expires_at=timezone.now())
    wire().post(link)
    assert not User.objects.filter(status="confirmed").exists()


def test_the_token_of_one_purpose_is_nothing_for_another(wire, transactional_db, mailbox):
    token = confirm_link(wire, mailbox).split("/")[2]
    assert "This link doesn't work" in wire().get(f"/activate/{token}/").body


def test_twenty_registrations_of_one_address_make_one_account(wire, transactional_db, mailbox):
    for _press in range(3):
        register(wire, "max@riverside.example")
    links = {email.link for email in mailbox.all(kind="accounts/confirm-email")}
    at_once(lambda number: wire().post(list(links)[number % len(links)]).status, 6)
    assert User.objects.filter(email_key="max@riverside.example", status="confirmed").count() == 1


def test_the_password_of_a_stranger_who_registered_first_is_worth_nothing(wire, owner, mailbox):
    register(wire, OLIVE)  # with "an evening by the lake"
    attacker = wire()
    password_step(attacker, OLIVE, "an evening by the lake")
    assert "session" not in attacker.cookies and password_step(wire(), OLIVE, PASSWORD).location == CODE
