"""A reset reads, weighs and writes the same for an address on file and for any other."""

import re
from functools import partial

import pytest

from accounts.models import AttemptRecord, Challenge, Code, User
from merchant_portal.audit.models import AuditEvent
from merchant_portal.messaging.models import Message
from tests.accounts.resetting import CODE, KIND, PASSWORD_PAGE, RESEND, ask, give_code
from tests.accounts.test_sign_in_begin import ADDRESS, without_tokens
from tests.accounts.test_statement_counts import statements
from tests.pages import PageCheckingClient

NOBODY = "xyzzy@fernhill.example"  # as long as Olive's
VARY_BY_CHANCE = {"Expires", "Content-Security-Policy"}  # the time, and the order of a set


def seen(answer) -> tuple:
    """Returns what a stranger sees of an answer, but for the address that was typed and what is drawn by chance."""
    text = without_tokens(answer.content.decode()).replace(ADDRESS, NOBODY)
    text = re.sub(r"\d\d:\d\d(:[\d.]+)?|data-timer=\"\d+\"|lang=\"en\">[A-Z2-9]{4}<", "…", text)
    headers = {name: value for name, value in answer.items() if name not in VARY_BY_CHANCE}
    cookies = {
        name: (len(cookie.value), cookie["max-age"], cookie["httponly"], cookie["samesite"])
        for name, cookie in answer.cookies.items()
    }
    return answer.status_code, text, headers, cookies


def shape(sql: str) -> str:
    """Returns a statement without its values."""
    return re.sub(r"'[^']*'|\b\d+\b|\bNULL\b", "?", sql)


@pytest.fixture(autouse=True)
def an_hour_after_registering(olive):
    """Her registration used the quota of her address."""
    AttemptRecord.objects.all().delete()


def walk(email: str) -> list:
    """Returns what each step of a stranger shows and the shapes of its statements."""
    client, steps = PageCheckingClient(), []
    ways = [partial(client.get, "/reset/"), partial(ask, client, email), partial(client.get, CODE)]
    ways += [partial(client.post, RESEND), partial(client.get, PASSWORD_PAGE)]
    ways += [partial(give_code, client, code) for code in ("", "BCD", *["BCDFGHJK"] * 5)]
    ways += [partial(client.get, CODE), partial(client.get, "/reset/?ended=1"), partial(client.post, RESEND)]
    for way in ways:
        asked = statements(lambda way=way: steps.append(seen(way())))
        steps.append([shape(sql) for sql in asked])
    return steps


def test_an_address_on_file_and_another_one_go_the_same_way(olive, mailbox):
    for known, unknown in zip(walk(ADDRESS), walk(NOBODY), strict=True):
        assert known == unknown


def test_still_so_after_the_worker_has_sent(olive, mailbox):
    clients = PageCheckingClient(), PageCheckingClient()
    for client, email in zip(clients, (ADDRESS, NOBODY), strict=True):
        ask(client, email)
    assert [message.to for message in mailbox.all(kind=KIND)] == [ADDRESS]
    shown = [[seen(client.get(CODE)), seen(give_code(client, "BCDFGHJK"))] for client in clients]
    assert shown[0] == shown[1]


def test_both_leave_the_same_rows(olive):
    ask(PageCheckingClient())
    ask(PageCheckingClient(), NOBODY)
    assert Message.objects.filter(kind=KIND).count() == Challenge.objects.count() == Code.objects.count() == 2
    assert AuditEvent.objects.filter(code="accounts.reset_requested").count() == 2
    nobodys = Challenge.objects.get(user=None)
    assert nobodys.destination == "" and NOBODY not in str(vars(nobodys))


@pytest.mark.parametrize("state", [{"status": "unconfirmed", "confirmed_at": None}, {"is_active": False}])
def test_unconfirmed_and_inactive_people_get_the_same_pages_and_no_code(olive, mailbox, state):
    User.objects.filter(pk=olive.pk).update(**state)
    assert walk(ADDRESS) == walk(NOBODY)
    assert mailbox.all(kind=KIND) == []


def test_staff_get_the_same_pages_and_no_code(db, mailbox, rita):
    email = "rita@portal.example"
    client = PageCheckingClient()
    assert ask(client, email)["Location"] == CODE
    assert mailbox.all(kind=KIND) == []
    assert Challenge.objects.get().user is None


def test_the_hours_codes_run_out_at_the_same_try_with_the_same_page(olive):
    answers = [[ask(PageCheckingClient(), email) for _ in range(6)] for email in (ADDRESS, NOBODY)]
    for known, unknown in zip(*answers, strict=True):
        assert known.status_code == unknown.status_code
    known, unknown = answers[0][-1], answers[1][-1]
    assert known.status_code == 429 and 0 < int(known["Retry-After"]) <= 3600
    assert seen(known)[1] == seen(unknown)[1] and re.search(r"\d\d:\d\d", known.content.decode())


def test_a_code_that_was_drawn_for_nobody_opens_nothing(client, db, mailbox, monkeypatch):
    monkeypatch.setattr("merchant_portal.crypto.new_code", lambda length, alphabet: "B" * length)
    ask(client, NOBODY)
    mailbox.all()
    assert Code.objects.get().code_hash
    assert give_code(client, "BBBBBBBB").status_code == 200
    assert client.get("/reset/password/")["Location"] == CODE
