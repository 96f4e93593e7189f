"""Whoever cannot read the old mailbox waits; the old one is told at once and can stop the change."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts import tasks
from accounts.models import ContactChange
from tests.accounts.changing import CANCEL, CODE, NEW, OLD, PAGE, answer, begin, end_wait, wait_over
from tests.factories import confirmed_owner


@pytest.fixture
def waiting(signed_in, mailbox):
    """Olive's browser, while she waits."""
    begin(signed_in)
    answer(signed_in, mailbox, NEW)
    assert signed_in.post(CODE, {"wait": "1"})["Location"] == PAGE
    return signed_in


def test_the_old_mailbox_is_notified_at_once_with_a_link_that_stops_it(waiting, mailbox):
    email = mailbox.latest(to=OLD, kind="accounts/contact-change-scheduled")
    assert email.link.startswith("/undo/") and "o••@g•••.example" in email.text


def test_nothing_changes_before_the_three_days_are_over(waiting, olive):
    change = ContactChange.objects.get()
    assert timedelta(hours=71.9) < change.ends_at - timezone.now() < timedelta(hours=72)
    tasks.sweep_contact_changes()
    olive.refresh_from_db()
    assert olive.email == OLD
    page = waiting.get(PAGE).content.decode()
    assert "will become your account's email address" in page and "Cancel the change" in page
    assert waiting.get(CODE)["Location"] == PAGE


def test_after_them_the_change_is_in_force_and_the_person_signs_in_anew(waiting, mailbox, olive):
    end_wait()
    olive.refresh_from_db()
    assert olive.email == NEW
    assert waiting.get("/application/")["Location"].startswith("/sign-in/")
    assert mailbox.latest(to=OLD, kind="accounts/email-changed") and mailbox.latest(
        to=NEW, kind="accounts/email-is-new"
    )


def test_the_sweep_does_it_once(waiting, mailbox):
    end_wait()
    tasks.sweep_contact_changes()
    assert len(mailbox.all(kind="accounts/email-changed")) == 1


def test_a_cancelled_one_never_comes_into_force(waiting, olive):
    waiting.post(CANCEL)
    end_wait()
    ContactChange.objects.update(ends_at=timezone.now() - timedelta(hours=1))
    tasks.sweep_contact_changes()
    olive.refresh_from_db()
    assert olive.email == OLD


@pytest.mark.parametrize("fact", [{"security_stamp": "another"}, {"is_active": False}])
def test_one_whose_person_changed_meanwhile_is_cancelled(waiting, olive, fact):
    type(olive).objects.filter(pk=olive.pk).update(**fact)
    end_wait()
    olive.refresh_from_db()
    assert olive.email == OLD and ContactChange.objects.get().status == "cancelled"


def test_one_that_cannot_come_into_force_holds_up_no_other(waiting, mailbox, another_browser, olive):
    confirmed_owner("Ann Lee", NEW)
    max_ = confirmed_owner("Max", "max@elsewhere.example")
    another_browser.post("/sign-in/", {"email": max_.email, "password": "a quiet walk at noon"})
    another_browser.post("/sign-in/code/", {"code": mailbox.latest(to=max_.email).code})
    wait_over(another_browser, mailbox, "max@greenhill.example")
    max_.refresh_from_db()
    olive.refresh_from_db()
    assert (olive.email, max_.email) == (OLD, "max@greenhill.example")


def test_a_change_that_was_left_for_three_days_is_over(signed_in, mailbox):
    begin(signed_in)
    code = mailbox.latest(to=NEW).code
    ContactChange.objects.update(ends_at=timezone.now())
    assert signed_in.post(CODE, {"code": code})["Location"] == PAGE
    assert ContactChange.objects.get().status == "new_end"
    assert begin(signed_in)["Location"] == CODE and ContactChange.objects.filter(status="cancelled").count() == 1
