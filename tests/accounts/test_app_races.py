import pytest

from accounts.actions import authenticators
from accounts.models import Session, TotpDevice
from merchant_portal.audit.models import AuditEvent
from tests.accounts.apps import CODE, begin, set_up
from tests.accounts.test_sign_in_begin import ADDRESS, sign_in
from tests.accounts.test_staff_sign_in import code_for
from tests.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def twins(client, fields):
    """Returns a function that posts the code from the same session, as a double click does."""
    cookie = client.cookies["session"].value

    def post(_number):
        one = type(client)()
        one.cookies["session"] = cookie
        return one.post(CODE, fields)

    return post


@pytest.mark.parametrize("before", [0, 1])
def test_twenty_right_first_codes_at_once_make_one_app_and_keep_one_session(signed_in, mailbox, settings, before):
    settings.STEP_UP_PER_HOUR = 100
    for _ in range(before):
        set_up(signed_in)
    key = begin(signed_in)
    answers = at_once(twins(signed_in, {"code": code_for(key)}), 20)
    assert {answer.status_code for answer in answers} == {302}
    assert TotpDevice.objects.get().open_key() == key and TotpDevice.objects.get().confirmed
    assert sum("session" in answer.cookies for answer in answers) == 1
    assert Session.objects.filter(user__email=ADDRESS, method__gt="").count() == 1
    assert len(mailbox.all(kind="accounts/two-step-on")) == 1 + before


def test_twenty_wrong_first_codes_at_once_take_ten_tries(signed_in, settings):
    begin(signed_in)
    cookie = signed_in.cookies["session"].value

    def guess(number):
        one = type(signed_in)()
        one.cookies["session"] = cookie
        return one.post(CODE, {"code": f"{number:06d}"}).status_code

    assert sorted(at_once(guess, 20)) == [200] * settings.STEP_UP_PER_HOUR + [429] * 10


def test_one_code_proves_once_in_parallel(signed_in, olive):
    code = code_for(set_up(signed_in), offset=30)
    outcomes = at_once(lambda _number: authenticators.verify_again(olive, code), 8)
    assert outcomes.count(None) == 1


def test_two_replacements_at_once_leave_one_app(signed_in, olive):
    set_up(signed_in)
    at_once(lambda _number: authenticators.enrol(user=olive), 8)
    assert TotpDevice.objects.filter(confirmed=False).count() == 1
    assert TotpDevice.objects.filter(confirmed=True).count() == 1


def test_twenty_right_codes_of_one_sign_in_make_one_session_and_no_failure(signed_in, another_browser):
    code = code_for(set_up(signed_in), offset=30)
    sign_in(another_browser)
    cookie = another_browser.cookies["session"].value

    def answer(_number):
        one = type(signed_in)()
        one.cookies["session"] = cookie
        return one.post("/sign-in/code/", {"code": code})

    answers = at_once(answer, 20)
    assert {answer.status_code for answer in answers} == {302}
    assert sum("session" in answer.cookies for answer in answers) == 1
    assert not AuditEvent.objects.filter(code="accounts.code_refused").exists()


def test_one_code_in_ten_sign_ins_at_once_opens_one(signed_in, settings):
    settings.STEP_UP_PER_HOUR = 100
    code = code_for(set_up(signed_in), offset=30)
    browsers = [type(signed_in)() for _ in range(10)]
    for browser in browsers:
        sign_in(browser)
    answers = at_once(lambda number: browsers[number].post("/sign-in/code/", {"code": code}).status_code, 10)
    assert sorted(answers) == [200] * 9 + [302]
