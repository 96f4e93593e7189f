"""What a person reads when the mail server or the gateway refuses a code; strangers never read it."""

import pytest
from django.utils import timezone

from accounts.models import Code
from merchant_portal.messaging.models import Message
from tests.accounts.resetting import CODE as RESET_CODE
from tests.accounts.resetting import ask
from tests.accounts.test_sign_in_begin import ADDRESS, sign_in
from tests.factories import register_form

CODE_PAGE, TROUBLE = "/sign-in/code/", "/sign-in/trouble/"
SAYS_SO = "was refused and won't arrive"


def refuse_all():
    assert Message.objects.update(status="failed", answer="recipient refused: 550")


def text(page) -> str:
    return page.content.decode().replace("&#x27;", "'")


def test_the_code_page_says_that_a_refused_mail_does_not_come(client, olive):
    sign_in(client)
    assert SAYS_SO not in text(client.get(CODE_PAGE))
    refuse_all()
    page = text(client.get(CODE_PAGE))
    assert SAYS_SO in page and "Contact support to sign in" in page and "on its way" not in page


def test_it_offers_the_other_way_where_there_is_one(client, olive_with_phone):
    sign_in(client)
    refuse_all()
    page = text(client.get(CODE_PAGE))
    assert SAYS_SO in page and "Get a code another way." in page


def test_a_message_that_was_dropped_or_waits_is_not_called_refused(client, olive):
    sign_in(client)
    for status in ("waiting", "dropped"):
        Message.objects.update(status=status)
        assert SAYS_SO not in text(client.get(CODE_PAGE))


def test_a_message_without_an_answer_may_still_arrive(client, olive):
    sign_in(client)
    Code.objects.update(code_hash="x" * 64, sent_at=timezone.now())
    Message.objects.update(attempts=1, answer="no answer in time")
    assert "didn't confirm it" in text(client.get(TROUBLE))


@pytest.mark.parametrize("email", [ADDRESS, "nobody@fernhill.example"])
def test_a_stranger_at_the_reset_never_reads_an_outcome(client, olive, email):
    ask(client, email)
    before = text(client.get(RESET_CODE))
    refuse_all()
    assert SAYS_SO not in before and SAYS_SO not in text(client.get(RESET_CODE))


def test_whoever_registers_never_reads_an_outcome(client, db):
    client.post("/register/", register_form(client.get("/register/")))
    refuse_all()
    assert SAYS_SO not in text(client.get("/register/check-inbox/"))
