"""The link in the notice to the old address stops a change, or takes it back with all that came after it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.actions import contact_changes
from accounts.models import Browser, ContactChange, PendingSignIn, Session, SingleUseLink, User
from merchant_portal.audit.models import AuditEvent
from tests.accounts.changing import CODE, NEW, OLD, PAGE, answer, begin, change, end_wait
from tests.accounts.test_sign_in_begin import sign_in
from tests.factories import confirm_phone, confirmed_owner

THIEF = "thief@elsewhere.example"


@pytest.fixture
def changed(signed_in, mailbox):
    """The browser in which the address was changed."""
    change(signed_in, mailbox)
    return signed_in


def link_to(mailbox, to=OLD, kind="accounts/email-changed"):
    return mailbox.latest(to=to, kind=kind).link


def status_of(page):
    return page.content.decode().partition('data-status="')[2].partition('"')[0]


def address_of(olive):
    return User.objects.get(pk=olive.pk).email


def test_looking_changes_nothing_and_pressing_takes_it_back(changed, another_browser, mailbox, olive):
    link = link_to(mailbox)
    for _ in range(3):
        page = another_browser.get(link)
    another_browser.head(link)
    assert status_of(page) == "ready" and "o••@g•••.example" in page.content.decode() and address_of(olive) == NEW
    before = User.objects.get(pk=olive.pk).security_stamp
    assert status_of(another_browser.post(link, follow=True)) == "done"
    person = User.objects.get(pk=olive.pk)
    assert (person.email, person.email_key) == (OLD, OLD) and person.security_stamp != before
    assert ContactChange.objects.get().status == "undone"
    assert AuditEvent.objects.get(code="accounts.contact_change_undone").data["kind"] == "email"


def test_every_session_browser_and_open_flow_ends(changed, another_browser, mailbox, olive):
    sign_in(another_browser, email=NEW)
    pending = PendingSignIn.objects.latest("pk")
    code = mailbox.latest(to=NEW, kind="accounts/sign-in-code").code
    begin(changed, THIEF)
    type(another_browser)().post(link_to(mailbox))
    assert changed.get("/application/")["Location"].startswith("/sign-in/")
    assert not Session.objects.filter(user=olive).exists() and not Browser.objects.filter(user=olive).exists()
    assert another_browser.post("/sign-in/code/", {"code": code})["Location"].startswith("/sign-in/")
    pending.refresh_from_db()
    assert not pending.still_holds and not ContactChange.objects.filter(status="new_end").exists()


def test_both_ends_are_notified(changed, another_browser, mailbox):
    another_browser.post(link_to(mailbox))
    assert (
        "Your email address is o••@f•••.example again." in mailbox.latest(to=OLD, kind="accounts/contact-restored").text
    )
    assert "this address doesn't belong to the account" in mailbox.latest(to=NEW, kind="accounts/contact-restored").text


def test_nobody_is_signed_in_by_it(changed, another_browser, mailbox):
    another_browser.post(link_to(mailbox))
    assert "session" not in another_browser.cookies


def test_it_works_once(changed, another_browser, mailbox):
    link = link_to(mailbox)
    another_browser.post(link)
    assert status_of(another_browser.get(link)) == "used" and status_of(another_browser.post(link)) == "used"


def test_it_ends_after_three_days(changed, another_browser, mailbox, olive):
    link = link_to(mailbox)
    assert SingleUseLink.objects.get(purpose="undo").expires_at - timezone.now() > timedelta(hours=71.9)
    SingleUseLink.objects.update(expires_at=timezone.now())
    assert status_of(another_browser.get(link)) == "expired" and status_of(another_browser.post(link)) == "expired"
    assert address_of(olive) == NEW


def test_an_unknown_one_says_so(another_browser, db):
    assert status_of(another_browser.get("/undo/abc/")) == status_of(another_browser.post("/undo/abc/")) == "unknown"


def test_a_new_password_does_not_kill_it(changed, another_browser, mailbox, olive):
    link = link_to(mailbox)
    User.objects.filter(pk=olive.pk).update(security_stamp="another")
    assert status_of(another_browser.post(link, follow=True)) == "done" and address_of(olive) == OLD


def test_a_thiefs_second_change_does_not_kill_the_owners_undo(changed, another_browser, mailbox, olive):
    link = link_to(mailbox)
    change(changed, mailbox, old=NEW, new=THIEF)
    thiefs_own = link_to(mailbox, to=NEW)
    assert status_of(another_browser.post(link, follow=True)) == "done" and address_of(olive) == OLD
    assert set(ContactChange.objects.values_list("status", flat=True)) == {"undone"}
    assert status_of(another_browser.post(thiefs_own)) == "used" and address_of(olive) == OLD


def test_a_thief_who_undoes_first_does_not_kill_it_either(changed, another_browser, mailbox, olive):
    link = link_to(mailbox)
    change(changed, mailbox, old=NEW, new=THIEF)
    another_browser.post(link_to(mailbox, to=NEW))
    assert address_of(olive) == NEW
    assert status_of(another_browser.post(link, follow=True)) == "done" and address_of(olive) == OLD


def test_a_phone_that_was_proven_after_the_change_counts_no_more(changed, another_browser, mailbox, olive):
    confirm_phone(olive)
    another_browser.post(link_to(mailbox))
    assert User.objects.get(pk=olive.pk).phone_confirmed_at is None


def test_a_change_that_waits_is_stopped(signed_in, another_browser, mailbox, olive):
    begin(signed_in)
    answer(signed_in, mailbox, NEW)
    signed_in.post(CODE, {"wait": "1"})
    link = link_to(mailbox, kind="accounts/contact-change-scheduled")
    assert "Stop the change" in another_browser.get(link).content.decode()
    assert status_of(another_browser.post(link, follow=True)) == "done"
    end_wait()
    assert address_of(olive) == OLD and ContactChange.objects.get().status == "cancelled"
    assert signed_in.get(PAGE)["Location"].startswith("/sign-in/")


def test_when_another_account_took_the_old_address_the_sessions_end_all_the_same(changed, another_browser, mailbox):
    link = link_to(mailbox)
    confirmed_owner("Ann Lee", OLD)
    assert status_of(another_browser.post(link, follow=True)) == "taken"
    assert not Session.objects.filter(user__isnull=False).exists()
    assert contact_changes.find_undo_link(link.split("/")[2])[0].value == "used"


def test_pressing_in_the_browser_that_made_the_change_still_says_what_was_done(changed, mailbox):
    assert status_of(changed.post(link_to(mailbox), follow=True)) == "done"
    assert changed.get("/application/")["Location"].startswith("/sign-in/")
