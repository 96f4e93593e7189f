"""Nobody floods a mailbox with codes, and a stranger who tries does not keep the owner from hers."""

import pytest

from accounts.models import AttemptRecord
from merchant_portal.messaging.models import Message
from tests.accounts.resetting import CODE, KIND, PASSWORD_PAGE, RESEND, RESET, ask, asked, give_code
from tests.accounts.test_reset_code import let_pass
from tests.accounts.test_sign_in_begin import ADDRESS
from tests.pages import PageCheckingClient


def empty_send_quota_of_anyone() -> None:
    for _ in range(6):
        ask(PageCheckingClient())


def test_one_address_gets_so_many_codes_an_hour_from_strangers(olive, settings):
    AttemptRecord.objects.all().delete()
    empty_send_quota_of_anyone()
    assert Message.objects.filter(kind=KIND).count() == settings.SENDS_PER_HOUR


def test_sending_again_uses_the_same_quota(client, olive, mailbox):
    asked(client, mailbox)
    empty_send_quota_of_anyone()
    let_pass(minutes=2)
    assert client.post(RESEND)["Location"] == f"{CODE}?early=1"


def test_a_browser_that_the_account_knows_has_a_quota_of_its_own(signed_in, olive, mailbox):
    signed_in.post("/sign-out/")
    empty_send_quota_of_anyone()
    assert give_code(signed_in, asked(signed_in, mailbox))["Location"] == PASSWORD_PAGE


def test_the_known_browsers_quota_is_bounded_as_well(signed_in, olive, settings):
    answers = [ask(signed_in).status_code for _ in range(settings.SENDS_PER_HOUR + 1)]
    assert answers == [302] * settings.SENDS_PER_HOUR + [429]


def test_the_cookie_of_another_persons_browser_helps_nobody(signed_in, mailbox, db):
    empty = [ask(signed_in, "sam@hilltop.example").status_code for _ in range(6)]
    assert empty == [302] * 5 + [429]
    assert ask(PageCheckingClient(), "sam@hilltop.example").status_code == 429


@pytest.mark.parametrize("path, name", [(RESET, "reset"), (RESEND, "resend")])
def test_one_network_is_limited_whatever_the_address(client, olive, network_limit, path, name):
    ask(client)
    network_limit(name, "2/minute")
    answers = [client.post(path, {"email": f"person{number}@fernhill.example"}) for number in range(3)]
    assert [answer.status_code for answer in answers] == [302, 302, 429]
    assert 0 < int(answers[-1]["Retry-After"]) <= 120


@pytest.mark.parametrize("email", ["", "olive", "olive@", "o" * 300 + "@x.example", "a\x00b@x.example"])
def test_what_is_no_address_is_reported_so_and_costs_no_statement(client, db, django_assert_num_queries, email):
    with django_assert_num_queries(0):
        answer = ask(client, email)
    assert answer.status_code in (200, 400) and "reset" not in answer.cookies


def test_looking_sends_nothing(client, olive):
    for path in (RESET, CODE, PASSWORD_PAGE):
        client.get(path, {"email": ADDRESS})
        client.head(path)
    assert client.get(RESEND).status_code == 405
    assert not Message.objects.filter(kind=KIND).exists()
