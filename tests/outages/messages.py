"""Mail servers and gateways that refuse, are silent, hang up or answer late."""

import pytest

from tests.outages.site import code_in, link_in, wait_for
from tests.outages.table import record
from tests.smtp_script import HANG_UP, SILENT


@pytest.fixture(autouse=True)
def good_again(site):
    """Each outage begins and ends with servers that answer."""
    yield
    site.mail.behaviour, site.mail.late = {}, 0
    site.gateway.delay, site.gateway.status = 0, 200
    site.sql("UPDATE messaging_message SET due_at = now() WHERE status = 'waiting'")
    wait_for(lambda: site.count("status = 'waiting'") == 0, 120)


def test_the_mail_server_refuses_for_a_while(site):
    site.mail.behaviour = {"RCPT": "451 try later"}
    browser = site.register("refused@fernhill.example")
    wait_for(lambda: site.count("status = 'waiting' AND attempts > 0"))
    assert browser.get("/register/check-inbox/").status == 200
    site.mail.behaviour = {}
    seconds = wait_for(lambda: site.emails_to("refused@fernhill.example"))
    assert browser.post(link_in(site.emails_to("refused@fernhill.example")[0])).status == 302
    assert len(site.emails_to("refused@fernhill.example")) == 1
    record("mail server refuses with 451", seen="every page works; the mail comes later", seconds=seconds)


@pytest.mark.parametrize("what, words", [(SILENT, "accepts, then is silent"), (HANG_UP, "accepts, then hangs up")])
def test_the_mail_server_accepts_and_then(site, what, words):
    address = f"{what.replace(' ', '-')}@fernhill.example"
    site.mail.behaviour = {"GREETING": what}
    site.mail.hang_up()
    began = site.mail.connections
    browser = site.register(address)
    for number in range(30):
        site.register(f"other-{number}-{address}")
    wait_for(lambda: site.mail.connections > began)
    text_seconds = _text_meanwhile(site)
    site.mail.behaviour = {}
    seconds = wait_for(lambda: site.emails_to(address))
    wait_for(lambda: site.count("status = 'waiting'") == 0)
    assert browser.post(link_in(site.emails_to(address)[0])).status == 302
    seen = f"mails come later; a text message beside 31 waiting mails took {text_seconds:.1f} s"
    record(f"mail server {words}", seen=seen, seconds=seconds)


def _text_meanwhile(site) -> float:
    """Has a text message leave; returns how long that took."""
    before = len(site.gateway.asked)
    person = site.sql("SELECT max(id) FROM accounts_user")[0][0]
    challenge = site.sql(
        "INSERT INTO accounts_challenge (purpose, user_id, channel, destination, fingerprint, browser_hash, "
        "wrong_codes, sends, resend_at, created_at, expires_at) VALUES "
        "('phone', %s, 'sms', '+85261234567', '', '', 0, 1, now(), now(), now() + interval '1 hour') RETURNING id",
        person,
    )[0][0]
    code = site.sql(
        "INSERT INTO accounts_code (challenge_id, tag, requested_at, code_hash, expires_at) "
        "VALUES (%s, 'ABCD', now(), '', now() + interval '1 hour') RETURNING id",
        challenge,
    )[0][0]
    site.sql(
        "INSERT INTO messaging_message (kind, channel, reference, status, created_at, due_at, attempts, answer) "
        "VALUES ('accounts/phone-code', 'sms', %s, 'waiting', now(), now(), 0, '')",
        str(code),
    )
    handled = "kind = 'accounts/phone-code' AND status <> 'waiting'"
    seconds = wait_for(lambda: len(site.gateway.asked) > before or site.count(handled))
    assert seconds < 10, "texts are held up by mail"
    return seconds


def test_the_mail_server_closes_idle_connections(site):
    site.confirmed("idle@fernhill.example")
    site.mail.hang_up()
    browser = site.register("idle-again@fernhill.example")
    seconds = wait_for(lambda: site.emails_to("idle-again@fernhill.example"))
    assert browser.post(link_in(site.emails_to("idle-again@fernhill.example")[0])).status == 302
    assert seconds < 3
    record("mail server closes a kept connection", seen="nothing", seconds=seconds)


def test_the_mail_server_answers_six_seconds_late(site):
    address = "late@fernhill.example"
    site.confirmed(address)
    site.mail.late = 6
    before = len(site.emails_to(address))
    browser = site.sign_in(address)
    wait_for(lambda: len(site.emails_to(address)) > before)
    code = code_in(site.emails_to(address)[-1])
    assert browser.post("/sign-in/code/", {"code": code}, from_page="/sign-in/code/").location == "/application/"
    site.mail.late = 0
    seconds = wait_for(lambda: site.count("status = 'waiting'") == 0)
    record("mail server answers 6 s late", seen="nothing: the code works at once", seconds=seconds)


def test_the_mail_server_answers_after_our_time_out(site):
    address = "too-late@fernhill.example"
    site.confirmed(address)
    site.mail.late = 12
    before = len(site.emails_to(address))
    browser = site.sign_in(address)
    wait_for(lambda: site.count("status = 'waiting' AND attempts > 0"))
    site.mail.late = 0
    seconds = wait_for(lambda: len(site.emails_to(address)) > before + 1)
    first, second = (code_in(email) for email in site.emails_to(address)[before:][:2])
    assert first == second
    assert browser.post("/sign-in/code/", {"code": first}, from_page="/sign-in/code/").location == "/application/"
    lost = "the mail comes twice, with the same code"
    record("mail server answers after our time-out", seen="nothing: the code works at once", lost=lost, seconds=seconds)


def test_the_sms_gateway_is_silent(site):
    site.gateway.delay = 30
    began = len(site.gateway.asked)
    seconds = _text_meanwhile(site)
    wait_for(lambda: len(site.gateway.asked) > began or True)
    browser = site.register("beside-texts@fernhill.example")
    mail_seconds = wait_for(lambda: site.emails_to("beside-texts@fernhill.example"))
    assert mail_seconds < 5
    assert browser.get("/register/check-inbox/").status == 200
    site.gateway.delay = 0
    seen = f"texts come later; a mail beside them took {mail_seconds:.1f} s"
    record("SMS gateway is silent", seen=seen, seconds=seconds)
