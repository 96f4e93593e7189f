"""What the mail says of the sign-in itself: the true reason, looked up when it is sent, with the button that helps."""

import pytest
from django.test import Client
from django.utils import timezone

from accounts.actions import attempts, challenges
from accounts.models import SingleUseLink, User
from merchant_portal.messaging import outbox
from merchant_portal.messaging.failures import TemporarilyRefused
from merchant_portal.messaging.models import Message
from onboarding.models import Membership
from tests.factories import PASSWORD, registered_owner
from tests.onboarding.judged import sign_in
from tests.onboarding.test_help_sign_in import KIND, UNCONFIRMED, ask
from tests.threads import at_once


def lock(email):
    for number in range(5):
        Client().post("/sign-in/", {"email": email, "password": f"guess {number}"})


def test_nothing_stands_in_the_way(olive, answer_for):
    Membership.objects.all().delete()
    email = answer_for(olive.email)
    assert "Your account is ready" in email.text and "Hello Olive Tan" in email.text
    assert email.link == "/sign-in/" and "/reset/" in email.text and "last changed on" in email.text


def test_an_unconfirmed_address_gets_a_link_that_confirms(client, db, answer_for):
    person = registered_owner("Rosa", UNCONFIRMED)
    email = answer_for(UNCONFIRMED)
    assert "isn't confirmed yet" in email.text and "/reset/" not in email.text
    assert client.post(email.link)["Location"].startswith("/sign-in/")
    assert User.objects.get(pk=person.pk).is_confirmed


def test_a_mailbox_that_is_not_proven_reads_nothing_that_was_typed(db, answer_for):
    registered_owner("Win at http://evil.example", UNCONFIRMED, company="http://evil.example")
    email = answer_for(UNCONFIRMED)
    assert "evil.example" not in email.subject + email.text + email.html


def test_the_link_before_works_until_the_mail_may_have_been_delivered(db, mailbox, monkeypatch):
    registered_owner("Rosa", UNCONFIRMED)
    first = mailbox.latest(to=UNCONFIRMED).link
    ask(Client(), UNCONFIRMED)
    with monkeypatch.context() as broken:
        broken.setattr("merchant_portal.messaging.outbox.mail_transport.hand_over", refuse)
        mailbox.all()
    assert Client().get(first).context["outcome"] == "ready"
    Message.objects.update(due_at=timezone.now())
    assert Client().get(mailbox.latest(kind=KIND).link).context["outcome"] == "ready"
    assert Client().get(first).context["outcome"] == "superseded"


def refuse(email):
    raise TemporarilyRefused("message refused: 451")


def test_a_paused_sign_in_is_reported_with_its_end_and_a_link_that_unlocks(client, olive, answer_for):
    lock(olive.email)
    email = answer_for(olive.email)
    until = timezone.localtime(attempts.next_attempt_at(attempts.Limit.PASSWORD, attempts.limit_key(olive.email)))
    assert "locked until" in email.text and f"{until:%H:%M}" in email.text
    client.post(email.link, {"answer": "me"})
    assert client.post("/sign-in/", {"email": olive.email, "password": PASSWORD})["Location"] == "/sign-in/code/"


def test_the_pause_of_a_known_browser_is_reported_too(client, olive, mailbox, answer_for):
    sign_in(client, olive, mailbox)
    client.post("/sign-out/")
    for number in range(5):
        client.post("/sign-in/", {"email": olive.email, "password": f"guess {number}"})
    assert attempts.next_attempt_at(attempts.Limit.PASSWORD, attempts.limit_key(olive.email)) is None
    assert "locked until" in answer_for(olive.email).text


def test_a_pause_that_ends_before_the_mail_leaves_is_not_reported(olive, mailbox):
    lock(olive.email)
    ask(Client(), olive.email)
    attempts.clear(attempts.Limit.PASSWORD, attempts.limit_key(olive.email))
    assert "paused" not in mailbox.latest(kind=KIND).text


def test_too_many_wrong_codes_are_reported(olive, answer_for, settings):
    for _ in range(settings.STEP_UP_PER_HOUR):
        attempts.consume(attempts.Limit.STEP_UP, challenges.step_up_key(olive.pk))
    email = answer_for(olive.email)
    assert "too many wrong codes" in email.text and email.link == "/reset/"


def test_staff_are_sent_to_an_administrator_without_any_link(rita, answer_for):
    email = answer_for(rita.email)
    assert "administrator" in email.text and "http" not in email.text
    assert not SingleUseLink.objects.exists()


def test_a_closed_sign_in_says_whom_to_ask_and_opens_nothing(olive, answer_for, settings):
    User.objects.update(is_active=False)
    email = answer_for(olive.email)
    assert "has been deactivated" in email.text and settings.SUPPORT_EMAIL in email.text and "http" not in email.text


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_leave_one_link_that_works(mailbox):
    registered_owner("Rosa", UNCONFIRMED)
    mailbox.all()
    for _ in range(2):
        ask(Client(), UNCONFIRMED)
    assert at_once(lambda number: outbox.send_next("mail"), 2) == [True, True]
    emails = mailbox.all(kind=KIND)
    outcomes = [Client().get(email.link).context["outcome"] for email in emails]
    assert sorted(outcomes) == ["ready", "superseded"]
