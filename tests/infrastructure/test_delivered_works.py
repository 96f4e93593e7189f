"""A code or link in a delivered message works, whenever and however the mail server answers."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Code, PendingSignIn, SingleUseLink, User
from merchant_portal.messaging import outbox
from merchant_portal.messaging.models import Message
from tests.factories import register_form
from tests.infrastructure.delivering import CODE_KIND, attempt_again, drain_meanwhile, emails, give
from tests.pages import PageCheckingClient
from tests.worker import wait_for

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_code_works_before_the_server_has_answered(mail_server, signing_in):
    mail_server.late = 1.5
    worker = drain_meanwhile()
    wait_for(lambda: mail_server.emails)
    assert Message.objects.get(kind=CODE_KIND).status == "waiting"
    assert give(signing_in, emails(mail_server)[0].code) == 302
    worker.join()
    assert "sent" in Message.objects.filter(kind=CODE_KIND).values_list("status", flat=True)


def test_a_link_works_before_the_server_has_answered(mail_server, db):
    client = PageCheckingClient()
    client.post("/register/", register_form(client.get("/register/")))
    mail_server.late = 1.5
    worker = drain_meanwhile()
    wait_for(lambda: mail_server.emails)
    assert client.post(emails(mail_server)[0].link)["Location"] == "/application/"
    worker.join()
    assert User.objects.get().is_confirmed


def test_what_was_answered_after_our_time_out_works_and_is_sent_again_unchanged(mail_server, signing_in, settings):
    settings.EMAIL_TIMEOUT, mail_server.late = 0.3, 1
    outbox.drain()
    row = Message.objects.get(kind=CODE_KIND)
    assert (row.status, row.answer) == ("waiting", "no answer in time") and row.secret
    mail_server.late = 0
    row = attempt_again()
    assert (row.status, row.secret) == ("sent", None)
    first, second = emails(mail_server)
    assert (first.code, first.tag) == (second.code, second.tag)
    assert give(signing_in, first.code) == 302


def test_codes_that_never_left_displace_none_that_did(mail_server, signing_in):
    outbox.drain()
    mail_server.refuse("451 try later")
    for _ in range(3):
        PendingSignIn.objects.update(resend_at=timezone.now())
        signing_in.post("/sign-in/resend/")
        outbox.drain()
    assert Code.objects.count() == 4 and Code.objects.filter(sent_at__isnull=False).count() == 1
    assert give(signing_in, emails(mail_server)[0].code) == 302


def test_the_third_delivered_code_displaces_the_first(mail_server, signing_in):
    outbox.drain()
    for _ in range(2):
        PendingSignIn.objects.update(resend_at=timezone.now())
        signing_in.post("/sign-in/resend/")
        outbox.drain()
    first, second, _third = (email.code for email in emails(mail_server))
    assert give(signing_in, first) == 200
    assert give(signing_in, second) == 302


def test_a_message_whose_code_has_expired_is_dropped(mail_server, signing_in):
    mail_server.refuse("451 try later")
    outbox.drain()
    mail_server.accept()
    Code.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    row = attempt_again()
    assert (row.status, row.secret, mail_server.emails) == ("dropped", None, [])


def test_a_link_is_displaced_when_the_newer_one_may_have_been_delivered(mail_server, settings):
    client = PageCheckingClient()
    client.post("/register/", register_form(client.get("/register/")))
    outbox.drain()
    older = emails(mail_server)[0].link
    PendingSignIn.objects.update(resend_at=timezone.now())
    client.post("/register/resend/")
    mail_server.refuse("451 try later")
    outbox.drain()
    assert client.get(older).context["outcome"] == "ready"
    mail_server.accept()
    settings.EMAIL_TIMEOUT, mail_server.late = 0.3, 1
    attempt_again()
    assert client.get(older).context["outcome"] == "superseded"
    wait_for(lambda: len(mail_server.emails) == 2)
    assert client.get(emails(mail_server)[1].link).context["outcome"] == "ready"
    assert SingleUseLink.objects.filter(sent_at__isnull=False, superseded_at__isnull=True).count() == 1
