from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import SingleUseLink, User
from merchant_portal.audit.models import AuditEvent
from tests.factories import confirmed_owner, register_form, registered_owner
from tests.threads import at_once

ADDRESS = "olive@fernhill.example"


@pytest.fixture
def link(db, mailbox):
    registered_owner("Olive Tan", ADDRESS)
    return mailbox.latest(to=ADDRESS).link


def outcome(page) -> str:
    return page.context["outcome"]


def test_looking_changes_nothing_however_often(client, link):
    for _ in range(5):
        assert outcome(client.get(link)) == "ready"
    client.head(link)
    assert not User.objects.get().is_confirmed
    assert client.post(link).status_code == 302


def test_pressing_the_button_confirms(client, link):
    client.post(link)
    assert User.objects.get().is_confirmed
    assert AuditEvent.objects.filter(code="accounts.email_confirmed").count() == 1


def test_another_browser_is_led_to_sign_in_with_the_address_filled(client, link):
    answer = client.post(link)
    assert answer["Location"].startswith("/sign-in/?for=") and ADDRESS not in answer["Location"]
    page = client.get(answer["Location"]).content.decode()
    assert f'value="{ADDRESS}"' in page and "Your address is confirmed" in page
    assert client.get("/application/").status_code == 302


def test_the_browser_that_registered_is_signed_in(client, db, mailbox):
    client.post("/register/", register_form(client.get("/register/")))
    assert client.post(mailbox.latest(to=ADDRESS).link)["Location"] == "/application/"
    assert client.get("/application/").status_code == 200
    assert AuditEvent.objects.get(code="accounts.signed_in").data["method"] == "mail"


def test_a_browser_that_registered_somebody_else_is_not_signed_in(client, link, mailbox):
    client.post("/register/", register_form(client.get("/register/"), email="max@elsewhere.example"))
    assert client.post(link)["Location"].startswith("/sign-in/")


def test_a_used_link_says_so_and_leads_on(client, link):
    client.post(link)
    page = client.get(link)
    assert outcome(page) == "used" and 'href="/sign-in/"' in page.content.decode()
    assert outcome(client.post(link)) == "used"


def test_an_expired_link_sends_a_new_one_without_typing(client, link, mailbox):
    SingleUseLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert outcome(client.get(link)) == "expired"
    assert outcome(client.post(link)) == "expired"
    client.post(link, {"renew": "1"})
    newer = mailbox.latest(to=ADDRESS).link
    assert newer != link
    assert client.post(newer).status_code == 302


def test_a_live_link_is_not_renewed(client, link, mailbox):
    client.post(link, {"renew": "1"})
    assert mailbox.latest(to=ADDRESS).link == link


def test_a_newer_mail_ends_the_older_link_when_it_leaves(client, db, mailbox):
    client.post("/register/", register_form(client.get("/register/")))
    older = mailbox.latest(to=ADDRESS).link
    User.objects.get().pending_sign_ins.update(resend_at=timezone.now())
    client.post("/register/resend/")
    assert outcome(client.get(older)) == "ready"
    mailbox.all()
    assert outcome(client.get(older)) == outcome(client.post(older)) == "superseded"
    assert client.post(mailbox.latest(to=ADDRESS).link)["Location"] == "/application/"


@pytest.mark.parametrize("token", ["x", "A" * 43, "%00", "..", "кот"])
def test_unknown_tokens_get_one_neutral_page(client, db, token):
    assert outcome(client.get(f"/confirm-email/{token}/")) == "unknown"
    assert outcome(client.post(f"/confirm-email/{token}/")) == "unknown"


def test_a_second_person_on_a_confirmed_address_reads_already_confirmed(client, db, mailbox):
    registered_owner("Max", ADDRESS)
    later = mailbox.latest(to=ADDRESS).link
    confirmed_owner("Olive Tan", ADDRESS)
    assert outcome(client.get(later)) == outcome(client.post(later)) == "used"
    assert User.objects.filter(status="confirmed").count() == 1


@pytest.mark.django_db(transaction=True)
def test_one_link_redeemed_twenty_times_at_once_counts_once(mailbox):
    registered_owner("Olive Tan", ADDRESS)
    link = mailbox.latest(to=ADDRESS).link
    answers = at_once(lambda number: Client().post(link), 20)
    assert sorted(answer.status_code for answer in answers) == [200] * 19 + [302]
    assert AuditEvent.objects.filter(code="accounts.email_confirmed").count() == 1


@pytest.mark.django_db(transaction=True)
def test_twenty_registrations_with_one_address_make_one_account(mailbox, settings):
    settings.SENDS_PER_HOUR = 20
    at_once(lambda number: registered_owner(f"Person {number}", ADDRESS), 20)
    links = [email.link for email in mailbox.all(to=ADDRESS)]
    assert len(set(links)) == User.objects.count() == 20
    answers = at_once(lambda number: Client().post(links[number]), 20)
    assert sorted(answer.status_code for answer in answers) == [200] * 19 + [302]
    assert User.objects.filter(status="confirmed").count() == 1
