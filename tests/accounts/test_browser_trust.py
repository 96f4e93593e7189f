"""A trusted browser is not asked for a code: only where the person wished it, for a time, and under the same stamp."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Browser, PendingSignIn, Session, User
from merchant_portal.audit.models import AuditEvent
from tests.accounts.test_browser_known import step_up
from tests.accounts.test_sign_in_begin import ADDRESS, sign_in
from tests.accounts.test_sign_in_lock import lock
from tests.factories import confirmed_owner

TRUST = {"trust_browser": "on"}
INSIDE, CODE = "/application/", "/sign-in/code/"


@pytest.fixture
def trusted(client, olive, mailbox):
    """Olive's browser, trusted, after she signed out."""
    step_up(client, mailbox, **TRUST)
    client.post("/sign-out/")
    return client


def test_the_box_is_off_and_trust_must_be_asked_for(signed_in, client, olive, mailbox):
    assert Browser.objects.get().trusted_until is None
    client.post("/sign-out/")
    sign_in(client)
    assert 'name="trust_browser"' in (page := client.get(CODE).content.decode())
    assert "checked" not in page and "30 days" in page


def test_a_trusted_browser_is_asked_for_the_password_alone(trusted, settings):
    row = Browser.objects.get()
    assert (
        timedelta(0) < timezone.now() + timedelta(days=settings.TRUST_DAYS) - row.trusted_until < timedelta(minutes=1)
    )
    assert sign_in(trusted)["Location"] == INSIDE
    session = Session.objects.get()
    assert (session.method, session.stepped_up_at, session.browser) == ("browser", None, row)
    assert AuditEvent.objects.filter(code="accounts.signed_in", data__method="browser").count() == 1
    assert not PendingSignIn.objects.filter(closed_at=None, purpose="sign_in").exists()


def test_it_goes_where_the_person_wanted_to_go(trusted):
    assert sign_in(trusted, next="/help/")["Location"] == "/help/"
    trusted.post("/sign-out/")
    assert sign_in(trusted, next="//evil.example/")["Location"] == INSIDE


def test_a_wrong_password_is_refused_there_as_everywhere(trusted):
    assert sign_in(trusted, password="wrong").status_code == 200
    assert not Session.objects.exists()


def test_strangers_with_the_password_are_asked_for_the_code(trusted, another_browser):
    assert sign_in(another_browser)["Location"] == CODE


def test_trust_ends_with_its_time(trusted):
    Browser.objects.update(trusted_until=timezone.now())
    assert sign_in(trusted)["Location"] == CODE


def test_trust_ends_with_the_security_stamp(trusted, olive):
    User.objects.update(security_stamp="another")
    assert sign_in(trusted)["Location"] == CODE


def test_a_step_up_under_a_new_stamp_does_not_bring_old_trust_back(trusted, olive, mailbox):
    User.objects.update(security_stamp="another")
    step_up(trusted, mailbox)
    assert Browser.objects.get().trusted_until is None


def test_a_step_up_without_the_box_keeps_trust_that_stands(trusted, mailbox):
    before = Browser.objects.get().trusted_until
    sign_in(trusted)
    assert Browser.objects.get().trusted_until == before


def test_trust_is_one_persons(trusted, mailbox):
    confirmed_owner("Sam", "sam@hilltop.example")
    assert sign_in(trusted, email="sam@hilltop.example")["Location"] == CODE


def test_a_lock_of_strangers_does_not_end_trust(trusted, another_browser):
    lock(another_browser)
    assert sign_in(trusted)["Location"] == INSIDE


def test_somebody_no_longer_active_is_refused(trusted):
    User.objects.update(is_active=False)
    assert sign_in(trusted).status_code == 200 and not Session.objects.exists()


def test_a_forgotten_browser_is_asked_again(trusted):
    Browser.objects.all().delete()
    assert sign_in(trusted)["Location"] == CODE


def test_a_wrong_code_trusts_nobody(client, olive, mailbox):
    sign_in(client)
    client.post(CODE, {"code": "000000", **TRUST})
    assert not Browser.objects.exists()


def test_trust_is_mailed_like_a_new_browser(trusted, mailbox):
    email = mailbox.latest(to=ADDRESS, kind="accounts/new-browser")
    assert "asked for a code in it until" in email.text


def test_staff_have_no_trusted_browser(rita, client):
    client.post("/admin/sign-in/", {"email": rita.email, "password": "a quiet walk at noon"})
    assert "trust_browser" not in client.get("/admin/sign-in/app/").content.decode()
