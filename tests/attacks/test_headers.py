"""Headers, hosts, addresses of links, and mail that others could cause."""

import pytest

from accounts.models import AttemptRecord, User
from merchant_portal.messaging.models import Message
from tests.attacks.conftest import OLIVE, password_step
from tests.attacks.test_enumeration import register
from tests.factories import register_form

PAGES = ["/", "/sign-in/", "/register/", "/help/", "/admin/sign-in/", "/nothing-here/", "/confirm-email/x/"]


@pytest.mark.parametrize("path", PAGES)
def test_every_page_forbids_frames_foreign_script_and_guessing_of_types(attacker, transactional_db, path):
    answer = attacker.get(path)
    policy = answer.header("Content-Security-Policy")
    assert "frame-ancestors 'none'" in policy and "default-src 'self'" in policy and "unsafe" not in policy
    assert answer.header("X-Content-Type-Options") == "nosniff" and answer.header("X-Frame-Options") == "DENY"
    assert answer.header("Referrer-Policy") == "same-origin"
    assert answer.header("Cross-Origin-Opener-Policy") == "same-origin" and answer.header("Permissions-Policy")


@pytest.mark.parametrize("path", PAGES)
def test_no_page_tells_what_runs_here(attacker, transactional_db, path):
    shown = str(attacker.get(path).headers)
    assert "Django" not in shown and "X-Powered-By" not in shown


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "evil.example:80", "a@b", "x" * 300, ""])
def test_another_host_is_refused(attacker, transactional_db, settings, host):
    settings.ALLOWED_HOSTS = [settings.PUBLIC_HOST]
    assert attacker.get("/sign-in/", Host=host).status == 400


def test_links_in_mails_do_not_follow_the_request(wire, transactional_db, mailbox, settings):
    settings.PUBLIC_ORIGIN = "https://portal.example"
    browser = wire(X_Forwarded_Host="evil.example", X_Forwarded_Proto="gopher", Forwarded="host=evil.example")
    page = browser.get("/register/")
    form = register_form(page)
    browser.post("/register/", form, from_page="/register/")
    email = mailbox.latest(kind="accounts/confirm-email")
    assert "https://portal.example/confirm-email/" in email.text and "evil" not in email.text + email.html


@pytest.mark.parametrize("name", ["X_Forwarded_For", "X_Real_IP", "Client_IP", "Forwarded"])
def test_a_made_up_address_does_not_get_past_the_limit_by_network(wire, transactional_db, network_limit, name):
    network_limit("sign_in", "3/minute")
    answers = [
        password_step(wire(**{name: f"203.0.113.{number}"}), f"p{number}@hilltop.example").status for number in range(5)
    ]
    assert answers == [200] * 3 + [429] * 2


@pytest.mark.parametrize("email", [
    "max@riverside.example\r\nBcc: all@riverside.example", "max@riverside.example,sam@hilltop.example",
    "max@riverside.example\x00@x.example", '"a\\"b"@riverside.example\n', "max@riverside.example%0aBcc:x@y.example",
])  # fmt: skip
def test_an_address_adds_no_header_and_no_second_recipient(wire, transactional_db, mailbox, email):
    register(wire, email)
    for message in mailbox.all():
        assert len(message.message.to) == 1 and not message.message.bcc and "\n" not in message.to + message.subject
        assert "Bcc" not in message.message.extra_headers


@pytest.mark.parametrize(
    "name", ["<script>alert(1)</script>", "https://evil.example win a prize", "Max\r\nBcc: x@y.example"]
)
def test_what_a_stranger_types_is_not_mailed_to_a_mailbox_that_is_not_theirs(wire, transactional_db, mailbox, name):
    browser = wire()
    page = browser.get("/register/")
    form = register_form(page, contact_name=name, company_name=name)
    browser.post("/register/", form, from_page="/register/")
    for email in mailbox.all():
        assert name not in email.text + email.html + email.subject and "evil" not in email.text + email.html


def test_a_stranger_cannot_flood_a_mailbox_by_registering(wire, transactional_db, settings):
    for _press in range(settings.SENDS_PER_HOUR + 3):
        register(wire, OLIVE)
    assert Message.objects.count() == settings.SENDS_PER_HOUR


def test_a_stranger_cannot_flood_an_owner_with_notices_of_locks(wire, owner, settings):
    settings.LOCK_AFTER_FAILURES = 1
    settings.LOCK_MINUTES = 0
    for number in range(8):
        password_step(wire(), password=f"guess {number}")
    assert Message.objects.filter(kind="accounts/locked").count() == 2


def test_a_strangers_registrations_do_not_stop_the_owners_codes(wire, owner, mailbox, settings):
    for _press in range(settings.SENDS_PER_HOUR + 1):
        register(wire, OLIVE)
    assert password_step(wire()).location == "/sign-in/code/"
    assert mailbox.latest(to=OLIVE, kind="accounts/sign-in-code").code


def test_no_address_of_a_stranger_is_kept_by_the_limits(wire, transactional_db):
    password_step(wire(), "nobody@hilltop.example", "guess")
    assert not User.objects.exists()
    rows = str(list(Message.objects.values())) + str(list(AttemptRecord.objects.values()))
    assert "hilltop" not in rows
