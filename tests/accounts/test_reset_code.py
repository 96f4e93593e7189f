"""The mailed code of a reset: eight letters, ten minutes, five tries, for the browser that asked and no other."""

import re
from datetime import timedelta

import pytest
from django.conf import settings

from accounts.models import AttemptRecord, Challenge, Code, Session, User
from accounts.models.challenge import LETTERS
from merchant_portal.audit.models import AuditEvent
from merchant_portal.crypto import keyed_hash
from merchant_portal.messaging.models import Message
from tests.accounts.resetting import CODE, KIND, PASSWORD_PAGE, RESEND, RESET, ask, asked, give_code, wrong
from tests.accounts.test_sign_in_begin import ADDRESS


def let_pass(**time) -> None:
    """Moves every flow and code of a reset into the past."""
    for row in Challenge.objects.filter(purpose="reset"):
        past = {name: getattr(row, name) - timedelta(**time) for name in ("created_at", "resend_at", "expires_at")}
        Challenge.objects.filter(pk=row.pk).update(**past)
    for row in Code.objects.all():
        Code.objects.filter(pk=row.pk).update(expires_at=row.expires_at - timedelta(**time))


def full_width(code: str) -> str:
    return "".join(chr(ord(email) + 0xFEE0) for email in code)


def test_it_is_eight_letters_alone_on_their_line_with_the_tag_below(client, olive, mailbox):
    code = asked(client, mailbox)
    lines = mailbox.latest(kind=KIND).text.splitlines()
    assert re.fullmatch(f"[{LETTERS}]{{8}}", code)
    tag = lines[lines.index(code) + 1].removeprefix("Tag: ")
    assert f'<strong lang="en">{tag}</strong>' in client.get(CODE).content.decode()


@pytest.mark.parametrize("spell", [str.lower, lambda code: f" {code[:4]} - {code[4:]} ", full_width])
def test_case_blanks_dashes_and_width_are_forgiven(client, olive, mailbox, spell):
    assert give_code(client, spell(asked(client, mailbox)))["Location"] == PASSWORD_PAGE


def test_a_right_code_signs_nobody_in_and_is_kept_nowhere(client, olive, mailbox):
    code = asked(client, mailbox)
    assert give_code(client, code)["Location"] == PASSWORD_PAGE
    assert not Session.objects.exists() and client.get("/application/").status_code == 302
    assert code not in str([vars(row) for row in (*Code.objects.all(), *Challenge.objects.all())])


def test_the_browser_holds_one_secret_of_which_only_the_hash_is_on_file(client, olive):
    answer = ask(client)
    assert set(answer.cookies) == {"reset"}
    cookie = answer.cookies["reset"]
    assert cookie["httponly"] and cookie["samesite"] == "Lax" and cookie["max-age"] == 70 * 60
    assert Challenge.objects.get(purpose="reset").browser_hash == keyed_hash("reset", cookie.value)


def test_five_wrong_codes_end_the_flow_and_the_right_one_comes_too_late(client, olive, mailbox):
    code = asked(client, mailbox)
    answers = [give_code(client, wrong(code)) for _ in range(5)]
    assert [answer.status_code for answer in answers] == [200] * 4 + [302]
    assert answers[-1]["Location"] == give_code(client, code)["Location"] == f"{RESET}?ended=1"
    assert "Your password reset expired" in client.get(f"{RESET}?ended=1").content.decode()
    assert AuditEvent.objects.filter(code="accounts.reset_code_refused").count() == 5


def test_wrong_codes_of_a_reset_cost_none_of_the_persons_other_tries(client, olive, mailbox):
    code = asked(client, mailbox)
    for _ in range(5):
        give_code(client, wrong(code))
    assert not AttemptRecord.objects.filter(kind__in=("step_up", "password")).exists()


def test_a_code_past_its_time_is_refused_with_its_own_sentence_and_another_can_be_asked_for(client, olive, mailbox):
    code = asked(client, mailbox)
    let_pass(minutes=settings.RESET_CODE_MINUTES)
    assert "has expired" in give_code(client, code).content.decode()
    assert client.post(RESEND)["Location"] == f"{CODE}?resent=1"
    assert give_code(client, mailbox.latest(kind=KIND).code)["Location"] == PASSWORD_PAGE


def test_a_flow_past_its_hour_is_over(client, olive, mailbox):
    code = asked(client, mailbox)
    let_pass(hours=1)
    assert give_code(client, code)["Location"] == f"{RESET}?ended=1"


def test_the_older_of_two_codes_works_and_the_tries_are_shared(client, olive, mailbox):
    first = asked(client, mailbox)
    let_pass(minutes=2)
    client.post(RESEND)
    second = mailbox.latest(kind=KIND).code
    for _ in range(4):
        give_code(client, wrong(second))
    assert give_code(client, first)["Location"] == PASSWORD_PAGE
    assert Challenge.objects.get(purpose="reset").wrong_codes == 5


def test_asking_again_too_early_tells_the_time_and_sends_nothing(client, olive, mailbox):
    asked(client, mailbox)
    assert client.post(RESEND)["Location"] == f"{CODE}?early=1"
    assert re.search(
        r"You can request another email at.*\d\d:\d\d:\d\d", client.get(f"{CODE}?early=1").content.decode()
    )
    assert Message.objects.filter(kind=KIND).count() == 1


def test_the_code_of_one_browser_is_nothing_in_another(client, another_browser, olive, mailbox):
    code = asked(client, mailbox)
    ask(another_browser)
    assert give_code(another_browser, code).status_code == 200
    assert another_browser.get(PASSWORD_PAGE)["Location"] == CODE


def test_a_stranger_neither_ends_nor_uses_up_the_owners_flow(client, another_browser, olive, mailbox):
    code = asked(client, mailbox)
    ask(another_browser)
    for _ in range(6):
        give_code(another_browser, "BCDFGHJK")
    assert give_code(client, code)["Location"] == PASSWORD_PAGE


def test_a_sign_in_code_is_nothing_here_and_a_reset_code_nothing_there(client, another_browser, olive, mailbox):
    code = asked(client, mailbox)
    another_browser.post("/sign-in/", {"email": ADDRESS, "password": "a quiet walk at noon"})
    assert another_browser.post("/sign-in/code/", {"code": code}).status_code == 200
    assert give_code(client, mailbox.latest(kind="accounts/sign-in-code").code).status_code == 200


@pytest.mark.parametrize("change", [{"security_stamp": "new"}, {"is_active": False}, {"email_key": "new@x.example"}])
def test_a_code_dies_when_something_about_the_person_changes(client, olive, mailbox, change):
    code = asked(client, mailbox)
    User.objects.filter(pk=olive.pk).update(**change)
    assert give_code(client, code).status_code == 200


@pytest.mark.parametrize("secret", ["", "guessed", "guessed.b2xpdmU=", "x" * 5000, "\x00", "%D0%96"])
@pytest.mark.parametrize("path", [CODE, PASSWORD_PAGE, RESEND])
def test_a_made_up_cookie_opens_nothing(client, db, path, secret):
    client.cookies["reset"] = secret
    assert client.post(path, {"code": "BCDFGHJK", "new_password": "x"})["Location"].startswith(RESET)


def test_the_address_in_the_cookie_cannot_be_exchanged(client, olive):
    cookie = ask(client).cookies["reset"].value
    client.cookies["reset"] = cookie.partition(".")[0] + ".bm9ib2R5QGZlcm5oaWxsLmV4YW1wbGU="
    assert client.get(CODE)["Location"] == f"{RESET}?ended=1"
