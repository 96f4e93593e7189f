"""Twenty at once: a change happens once, and is taken back once."""

import pytest
from django.test import Client

from accounts.models import AttemptRecord, Challenge, ContactChange, Session, User
from merchant_portal.audit.models import AuditEvent
from tests.accounts.changing import CODE, NEW, OLD, PAGE, answer, begin, change
from tests.accounts.test_code_verify import other_than
from tests.accounts.test_sign_in_begin import ADDRESS, sign_in
from tests.factories import confirmed_owner
from tests.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def olives(mailbox):
    """Olive's browser, signed in."""
    confirmed_owner("Olive Tan", ADDRESS)
    olives = Client()
    sign_in(olives)
    olives.post("/sign-in/code/", {"code": mailbox.latest(to=ADDRESS).code})
    return olives


def twenty(olives, path, **fields):
    cookies = {name: cookie.value for name, cookie in olives.cookies.items()}

    def one(number):
        another = Client()
        for name, value in cookies.items():
            another.cookies[name] = value
        return another.post(path, fields)

    answers = at_once(one, 20)
    assert not [answer for answer in answers if isinstance(answer, Exception)], answers
    return answers


def events(code):
    return AuditEvent.objects.filter(code=f"accounts.{code}").count()


def test_twenty_beginnings_at_once_are_one_change_and_one_mail(olives, mailbox):
    answers = twenty(olives, PAGE, email=NEW)
    assert {answer.status_code for answer in answers} == {302}
    assert len(mailbox.all(to=NEW)) == 1 and ContactChange.objects.count() == 1


def test_twenty_right_codes_at_once_apply_once_at_either_end(olives, mailbox):
    begin(olives)
    twenty(olives, CODE, code=mailbox.latest(to=NEW).code, end="new_end")
    assert (
        ContactChange.objects.get().status == "old_end" and len(mailbox.all(to=OLD, kind="accounts/contact-code")) == 1
    )
    answers = twenty(olives, CODE, code=mailbox.latest(to=OLD).code, end="old_end")
    assert User.objects.get().email == NEW and events("email_changed") == 1
    assert Session.objects.filter(user__isnull=False).count() == 1
    assert sum("session" in answer.cookies for answer in answers) == 1
    assert not AttemptRecord.objects.filter(kind="step_up", consumed_at__len__gt=0).exists()


def test_forty_wrong_codes_at_once_take_five_tries(olives, mailbox):
    begin(olives)
    wrong = other_than(mailbox.latest(to=NEW).code)
    twenty(olives, CODE, code=wrong)
    twenty(olives, CODE, code=wrong)
    assert Challenge.objects.get(purpose="contact").wrong_codes == 5
    assert len(AttemptRecord.objects.get(kind="step_up").consumed_at) == 5


def test_two_accounts_that_prove_one_address_at_once_leave_it_to_one(olives, mailbox):
    max_, other = confirmed_owner("Max", "max@elsewhere.example"), Client()
    sign_in(other, email=max_.email)
    other.post("/sign-in/code/", {"code": mailbox.latest(to=max_.email).code})
    codes = {}
    for one, old in ((olives, OLD), (other, max_.email)):
        begin(one)
        answer(one, mailbox, NEW)
        codes[one] = mailbox.latest(to=old, kind="accounts/contact-code").code
    both = list(codes.items())
    answers = at_once(lambda number: both[number][0].post(CODE, {"code": both[number][1]}).status_code, 2)
    assert sorted(answers) == [302, 409]
    assert User.objects.filter(email=NEW).count() == 1


def test_twenty_presses_of_the_link_take_it_back_once(olives, mailbox):
    change(olives, mailbox)
    link = mailbox.latest(to=OLD, kind="accounts/email-changed").link
    twenty(Client(), link)
    assert User.objects.get().email == OLD and events("contact_change_undone") == 1
    assert len(mailbox.all(kind="accounts/contact-restored")) == 2


def test_the_last_code_and_the_link_that_stops_it_at_once_do_not_block_each_other(olives, mailbox):
    change(olives, mailbox)
    link = mailbox.latest(to=OLD, kind="accounts/email-changed").link
    begin(olives, "third@greenhill.example")
    answer(olives, mailbox, "third@greenhill.example")
    code = mailbox.latest(to=NEW, kind="accounts/contact-code").code
    work = [lambda: Client().post(link), lambda: olives.post(CODE, {"code": code})]
    answers = at_once(lambda number: work[number](), 2)
    assert answers[0].status_code == 302 and answers[1].status_code in (200, 302)
    assert User.objects.get().email == OLD
