"""What a reset ends: sessions, trust, the pause of sign-in. A second factor stays in force."""

from django.utils import timezone

from accounts import history
from accounts.actions import authenticators
from accounts.models import Browser, Session
from merchant_portal.audit.models import AuditEvent
from tests.accounts.resetting import NEW, asked, give_code, reset, wrong
from tests.accounts.test_sign_in_begin import ADDRESS, sign_in
from tests.accounts.test_sign_in_lock import lock

SIGN_IN_CODE = "/sign-in/code/"


def test_everything_that_hung_on_the_old_trust_ends(signed_in, client, another_browser, olive, mailbox):
    Browser.objects.update(trusted_until=timezone.now() + timezone.timedelta(days=30))
    sign_in(another_browser)  # under way
    code = mailbox.latest(kind="accounts/sign-in-code").code
    reset(client, mailbox)
    assert signed_in.get("/application/").status_code == 302 and not Session.objects.filter(user=olive).exists()
    assert another_browser.post(SIGN_IN_CODE, {"code": code})["Location"] == "/sign-in/"
    assert not Browser.objects.filter(trusted_until__isnull=False).exists()


def test_the_session_of_the_browser_that_resets_is_not_spared(signed_in, olive, mailbox):
    reset(signed_in, mailbox)
    assert signed_in.get("/application/").status_code == 302


def test_the_person_is_notified_by_mail_and_the_audit_knows(client, olive, mailbox):
    stamp = olive.security_stamp
    reset(client, mailbox)
    assert mailbox.latest(kind="accounts/password-changed").to == ADDRESS
    olive.refresh_from_db()
    assert olive.security_stamp != stamp and olive.reset_at and olive.password_changed_at >= olive.created_at
    event = AuditEvent.objects.get(code="accounts.password_reset")
    assert event.target == f"accounts.user:{olive.pk}" and set(event.data) == {"browser", "network"}


def test_it_opens_the_lock_and_makes_this_browser_known(client, another_browser, olive, mailbox):
    lock(another_browser)
    answer = reset(client, mailbox)
    assert "browser" in answer.cookies and Browser.objects.under_current_stamp().get().user == olive
    assert sign_in(another_browser, password=NEW)["Location"] == SIGN_IN_CODE


def test_it_opens_the_lock_of_the_owners_own_known_browser_too(signed_in, olive, mailbox):
    signed_in.post("/sign-out/")
    assert lock(signed_in)[-1].status_code == 429
    reset(signed_in, mailbox)
    assert sign_in(signed_in, password=NEW)["Location"] == SIGN_IN_CODE


def test_a_strangers_new_lock_does_not_hold_up_the_browser_of_the_reset(client, another_browser, olive, mailbox):
    reset(client, mailbox)
    lock(another_browser)
    assert sign_in(client, password=NEW)["Location"] == SIGN_IN_CODE


def test_mail_rests_as_second_step_after_a_reset_while_there_is_an_app(client, olive, mailbox):
    device = authenticators.offer(olive)
    type(device).objects.filter(pk=device.pk).update(confirmed=True, confirmed_at=timezone.now())
    reset(client, mailbox)
    assert "authenticator app" in client.get(sign_in(client, password=NEW)["Location"]).content.decode()
    client.post("/sign-in/channel/", {"channel": "mail"})
    assert not mailbox.all(kind="accounts/sign-in-code")


def test_the_history_tells_the_owner_what_was_asked_refused_and_set(client, olive, mailbox):
    give_code(client, wrong(asked(client, mailbox)))
    reset(client, mailbox)
    shown = [(line.result, line.has_failed) for line in history.entries_of(olive)]
    assert shown == [
        ("Password reset by email", False),
        ("Password changed", False),
        ("Password reset code requested", False),
        ("Wrong code for password reset", True),
        ("Password reset code requested", False),
    ]
