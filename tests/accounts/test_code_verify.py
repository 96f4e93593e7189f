from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.actions import flows
from accounts.models import Code, PendingSignIn, Session
from merchant_portal.audit.models import AuditEvent
from tests.accounts.test_sign_in_begin import ADDRESS, sign_in


def answer(client, code):
    return client.post("/sign-in/code/", {"code": code})


@pytest.fixture
def code(client, olive, mailbox):
    sign_in(client)
    return mailbox.latest(to=ADDRESS).code


def other_than(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


def test_the_right_code_signs_in(client, code):
    assert answer(client, code)["Location"] == "/application/"
    assert client.get("/application/").status_code == 200
    assert AuditEvent.objects.get(code="accounts.signed_in").data["method"] == "mail"


def test_signing_in_gives_the_browser_a_new_key(client, code):
    before = client.cookies["session"].value
    answer(client, code)
    assert client.cookies["session"].value != before
    assert Session.objects.get().method == "mail"


@pytest.mark.parametrize("typed", ["{a} {b}", "{a}-{b}", " {a}{b} "])
def test_blanks_and_dashes_are_forgiven(client, code, typed):
    assert answer(client, typed.format(a=code[:3], b=code[3:])).status_code == 302


def test_full_width_digits_are_forgiven(client, code):
    assert answer(client, code.translate({ord(str(n)): 0xFF10 + n for n in range(10)})).status_code == 302


def test_a_wrong_code_is_reported_and_never_shown_again(client, code):
    page = answer(client, other_than(code))
    assert page.status_code == 200 and "isn&#x27;t correct" in page.content.decode()
    assert other_than(code) not in page.content.decode()


def test_tries_are_named_only_when_two_are_left(client, code):
    pages = [answer(client, other_than(code)).content.decode() for _ in range(4)]
    assert "attempts left" not in pages[1]
    assert "2 attempts left" in pages[2] and "1 attempt left" in pages[3]


def test_after_five_wrong_codes_even_the_right_one_is_refused(client, code):
    answers = [answer(client, other_than(code)) for _ in range(5)]
    assert answers[-1]["Location"] == "/sign-in/?ended=1"
    assert answer(client, code)["Location"] == "/sign-in/"
    assert not Session.objects.filter(user__isnull=False).exists()


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "12345a", "+12345", "1_2345"])
def test_what_is_no_code_takes_no_try(client, code, typed):
    assert answer(client, typed).status_code == 200
    assert PendingSignIn.objects.get(purpose="sign_in").wrong_codes == 0


def test_an_expired_code_has_its_own_message_and_refused(client, code):
    Code.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert "has expired" in answer(client, code).content.decode()


def test_the_two_newest_codes_work_and_share_their_tries(client, code, mailbox):
    PendingSignIn.objects.update(resend_at=timezone.now())
    client.post("/sign-in/resend/")
    newer = mailbox.latest(to=ADDRESS)
    assert newer.code != code
    answer(client, other_than(code) if other_than(code) != newer.code else "000000")
    assert PendingSignIn.objects.get(purpose="sign_in").wrong_codes == 1
    assert answer(client, code).status_code == 302


def test_the_third_newest_code_is_dead(client, code, mailbox):
    for _ in range(2):
        PendingSignIn.objects.update(resend_at=timezone.now())
        client.post("/sign-in/resend/")
        mailbox.latest(to=ADDRESS)
    assert answer(client, code).status_code == 200


def test_a_code_of_another_sign_in_does_not_fit(client, another_browser, code, mailbox):
    sign_in(another_browser)
    if mailbox.latest(to=ADDRESS).code != code:
        assert answer(another_browser, code).status_code == 200


def test_a_code_without_a_password_in_this_browser_leads_to_sign_in(another_browser, code):
    assert answer(another_browser, code)["Location"] == "/sign-in/"


def test_a_code_is_used_once(client, code):
    cookie = client.cookies["session"].value
    answer(client, code)
    client.cookies["session"] = cookie
    assert answer(client, code)["Location"] == "/sign-in/"
    assert Session.objects.count() == 1


def test_what_changed_meanwhile_ends_the_sign_in(client, code, olive):
    olive.security_stamp = "another"
    olive.save()
    assert answer(client, code)["Location"] == "/sign-in/"


def test_a_sign_in_under_way_ends_after_its_time(client, code):
    PendingSignIn.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert answer(client, code)["Location"] == "/sign-in/"


def test_a_flow_bears_five_tries(client, code):
    flow = PendingSignIn.objects.get(purpose="sign_in")
    assert [flows.consume_attempt(flow) for _ in range(6)] == [True] * 5 + [False]
