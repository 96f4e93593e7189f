from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Code, PendingSignIn
from accounts.models.flow import wait_after
from merchant_portal.messaging import outbox
from merchant_portal.messaging.models import Message
from tests.accounts.test_sign_in_begin import ADDRESS, sign_in


def ready_to_resend():
    PendingSignIn.objects.update(resend_at=timezone.now())


def test_a_resend_too_early_sends_nothing_and_names_the_time(client, olive, mailbox):
    sign_in(client)
    before = len(mailbox.all(to=ADDRESS))
    assert client.post("/sign-in/resend/")["Location"] == "/sign-in/code/?early=1"
    assert len(mailbox.all(to=ADDRESS)) == before
    opens = timezone.localtime(PendingSignIn.objects.get(purpose="sign_in").resend_at)
    assert f"{opens:%H:%M:%S}" in client.get("/sign-in/code/?early=1").content.decode()


def test_the_page_names_the_tag_of_the_newest_mail(client, olive, mailbox):
    sign_in(client)
    ready_to_resend()
    assert client.post("/sign-in/resend/")["Location"] == "/sign-in/code/?resent=1"
    assert mailbox.latest(to=ADDRESS).tag in client.get("/sign-in/code/").content.decode()


def test_the_destination_is_masked(client, olive):
    sign_in(client)
    page = client.get("/sign-in/code/").content.decode()
    assert "o••@f•••.example" in page and ADDRESS not in page


@pytest.mark.parametrize("sends, seconds", [(1, 60), (2, 120), (3, 300), (4, 600), (5, 1200), (9, 1200)])
def test_each_wait_is_longer(sends, seconds):
    assert wait_after(sends) == timedelta(seconds=seconds)


def test_an_hour_has_five_codes_for_one_address(client, olive, settings):
    answers = [sign_in(client) for _ in range(settings.SENDS_PER_HOUR + 1)]
    assert [answer.status_code for answer in answers] == [302] * settings.SENDS_PER_HOUR + [429]
    assert answers[-1]["Retry-After"]


def test_mails_a_stranger_causes_do_not_use_up_the_owners_codes(client, another_browser, olive, settings):
    from_door = another_browser.get("/register/")
    assert from_door.status_code == 200
    assert sign_in(client).status_code == 302


def test_a_code_is_only_drawn_when_it_is_sent(client, olive):
    sign_in(client)
    assert Code.objects.get().code_hash == ""
    outbox.drain()
    assert len(Code.objects.get().code_hash) == 64


def test_a_code_for_a_finished_sign_in_is_dropped(client, olive):
    sign_in(client)
    PendingSignIn.objects.update(closed_at=timezone.now())
    outbox.drain()
    assert Message.objects.get(kind="accounts/sign-in-code").status == Message.Status.DROPPED
