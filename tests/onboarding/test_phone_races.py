import pytest
from django.test import Client

from accounts.models import AttemptRecord, Challenge, User
from merchant_portal.audit.models import AuditEvent
from tests.accounts.test_code_verify import other_than
from tests.accounts.test_sign_in_begin import ADDRESS, sign_in
from tests.factories import confirmed_owner
from tests.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)
PAGE, CODE = "/application/phone/", "/application/phone/code/"


@pytest.fixture
def cookie(mailbox, phone):
    """The session of Olive, who is signed in."""
    confirmed_owner("Olive Tan", ADDRESS)
    browser = Client()
    sign_in(browser)
    browser.post("/sign-in/code/", {"code": mailbox.latest(to=ADDRESS).code})
    return browser.cookies["session"].value


def post(cookie, path, **fields):
    browser = Client()
    browser.cookies["session"] = cookie
    return browser.post(path, fields)


def test_twenty_presses_at_once_send_one_text(cookie, phone):
    answers = at_once(lambda number: post(cookie, PAGE).status_code, 20)
    assert set(answers) == {302}
    assert len(phone.all()) == 1 and Challenge.objects.filter(purpose="phone").count() == 1
    assert [len(row.consumed_at) for row in AttemptRecord.objects.filter(kind__startswith="sends_to")] == [1]


def test_twenty_right_codes_at_once_confirm_once(cookie, phone):
    post(cookie, PAGE)
    code = phone.latest().code
    answers = at_once(lambda number: post(cookie, CODE, code=code), 20)
    assert {answer.status_code for answer in answers} == {302}
    assert User.objects.get().phone_confirmed_at
    assert AuditEvent.objects.filter(code="accounts.phone_confirmed").count() == 1
    assert not AttemptRecord.objects.filter(kind="step_up", consumed_at__len__gt=0).exists()


def test_forty_wrong_codes_at_once_take_five_tries(cookie, phone):
    post(cookie, PAGE)
    code = phone.latest().code
    at_once(lambda number: post(cookie, CODE, code=other_than(code)), 40)
    assert Challenge.objects.get(purpose="phone").wrong_codes == 5
    assert len(AttemptRecord.objects.get(kind="step_up").consumed_at) == 5
