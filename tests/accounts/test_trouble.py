"""P19: what became of each code of this sign-in, and what to do."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Code
from merchant_portal.messaging import references
from merchant_portal.messaging.models import Message
from tests.accounts.test_code_send import ready_to_resend
from tests.accounts.test_sign_in_begin import ADDRESS, sign_in
from tests.factories import HONG_KONG, confirmed_owner, keep_recovery_codes

PAGE = "/sign-in/trouble/"


@pytest.fixture
def texted(client, olive_with_phone):
    sign_in(client)
    return client


def look(client) -> str:
    page = client.get(PAGE)
    assert page.status_code == 200
    return re.sub(r"<[^>]+>", "", page.content.decode())


def clock(moment) -> str:
    return f"{timezone.localtime(moment):%H:%M:%S}"


def test_t62_it_tells_when_each_code_was_asked_for_and_handed_over(texted, phone, mailbox):
    phone.all()
    ready_to_resend()
    texted.post("/sign-in/channel/", {"channel": "mail"})
    tag = mailbox.latest(to=ADDRESS).tag
    Code.objects.filter(challenge__channel="sms").update(requested_at=timezone.now() - timedelta(seconds=75))
    shown = look(texted)
    for code in Code.objects.all():
        message = Message.objects.get(kind__contains="sign-in", reference=str(code.pk))
        assert (
            clock(code.requested_at) in shown
            and f"Accepted by the delivery service at {clock(message.sent_at)}" in shown
        )
    assert shown.index("Email to o••@f•••.example") < shown.index("Text message to •••• 67")
    assert f"Tag: {tag}" in shown and HONG_KONG not in shown and ADDRESS not in shown


def test_what_waits_what_is_tried_again_and_what_was_refused_is_reported(texted):
    assert "Waiting to be sent" in look(texted)
    mine = Message.objects.filter(kind="accounts/sign-in-sms")
    due = timezone.now() + timedelta(seconds=30)
    mine.update(attempts=1, due_at=due, answer="HTTP 503")
    assert f"accept it. We'll try again at {clock(due)}" in look(texted)
    for status, answer in (("failed", "daily cap reached"), ("failed", "country not listed"), ("dropped", "")):
        mine.update(status=status, answer=answer)
        shown = look(texted)
        assert "Refused. This message won't arrive." in shown and not (answer and answer in shown)


def test_only_codes_of_this_sign_in_are_reported(texted, another_browser, phone):
    phone.all()
    confirmed_owner("Sam", "sam@fernhill.example")
    sign_in(another_browser, email="sam@fernhill.example")
    sign_in(texted)
    assert look(texted).count("Text message to") == 1
    assert "Email to s••@f•••.example" in look(another_browser)


def test_the_ways_on_stand_in_their_order(texted, olive):
    keep_recovery_codes(olive)
    shown = look(texted)
    order = [
        "Wait two minutes",
        "roaming",
        "Send a new code",
        "Send an email instead",
        "Use a recovery code",
        "Write to",
    ]
    places = [shown.index(words) for words in order]
    assert places == sorted(places)


def test_support_comes_first_where_there_is_no_other_way(client, olive):
    sign_in(client)
    shown = look(client)
    assert shown.index("Write to") < shown.index("Wait two minutes") < shown.index("spam folder")
    assert "instead" not in shown and "recovery code" not in shown


def test_support_is_written_to_with_a_reference_that_finds_the_message(texted):
    page = texted.get(PAGE).content.decode()
    reference = re.search(r"mailto:[^?\"]+\?subject=[^\"]*reference%20(R-\d{6})", page)[1]
    assert f"<strong>{reference}</strong>" in page
    assert Message.objects.get(kind="accounts/sign-in-sms").reference == references.typed(reference)


def test_the_wait_is_the_one_that_the_server_holds(texted):
    shown = re.search(r"request a new one at (\d\d:\d\d:\d\d)", look(texted))[1]
    assert texted.post("/sign-in/resend/")["Location"] == "/sign-in/code/?early=1"
    assert shown in texted.get("/sign-in/code/?early=1").content.decode()


def test_the_buttons_do_what_they_say(texted, mailbox):
    ready_to_resend()
    page = texted.get(PAGE).content.decode()
    form = page.split('action="/sign-in/channel/"')[1].split("</form>")[0]
    assert re.search(r'name="channel" value="(\w+)"', form)[1] == "mail"
    assert texted.post("/sign-in/channel/", {"channel": "mail"})["Location"] == "/sign-in/code/?resent=1"
    assert mailbox.latest(to=ADDRESS).code


def test_looking_changes_nothing_and_posting_is_not_possible(texted):
    before = Message.objects.count(), Code.objects.count()
    texted.get(PAGE)
    texted.head(PAGE)
    assert texted.post(PAGE).status_code == 405
    assert (Message.objects.count(), Code.objects.count()) == before


def test_it_is_there_only_after_the_password(client, signed_in, another_browser):
    assert another_browser.get(PAGE)["Location"] == "/sign-in/"
    assert signed_in.get(PAGE)["Location"] == "/application/"


def test_the_code_page_leads_to_both(texted):
    page = texted.get("/sign-in/code/").content.decode()
    assert 'href="/sign-in/channel/"' in page and f'href="{PAGE}"' in page
    assert 'name="channel" value="mail"' in page and "data-after" in page  # offered at once without script


def test_where_mail_is_the_only_way_no_other_is_offered(client, olive):
    sign_in(client)
    page = client.get("/sign-in/code/").content.decode()
    assert 'href="/sign-in/channel/"' not in page and "data-after" not in page and f'href="{PAGE}"' in page
