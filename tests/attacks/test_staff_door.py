"""The door of staff: other people, other codes, half a sign-in."""

from accounts.models import Session, TotpDevice
from tests.accounts.test_staff_sign_in import code_for, key_on
from tests.attacks.conftest import APP, CODE, OLIVE, RITA, password_step, staff_password
from tests.threads import at_once


def test_a_merchant_is_no_staff(victim):
    for path in ("/admin/", "/admin/reviews/case/", "/admin/accounts/user/", "/admin/audit/auditevent/"):
        assert victim.get(path).status in (302, 403, 404)
        assert "reviews" not in victim.get(path).body


def test_a_merchants_password_opens_nothing_at_the_staff_door(attacker, owner):
    assert staff_password(attacker, OLIVE).status == 200 and "session" not in attacker.cookies


def test_a_staff_password_opens_nothing_at_the_merchants_door(attacker, staff):
    assert password_step(attacker, RITA).status == 200 and "session" not in attacker.cookies


def test_the_staff_door_shares_the_budget_of_the_merchants_door(wire, staff):
    for number in range(5):
        password_step(wire(), RITA, f"guess {number}")
    assert staff_password(wire()).status == 429


def test_a_staff_password_alone_shows_no_page(attacker, staff):
    staff_password(attacker)
    for path in ("/admin/", "/admin/reviews/case/", "/security/password/"):
        assert "sign-in" in attacker.get(path).location


def test_the_key_of_an_app_is_never_shown_again(wire, console):
    again = wire()
    staff_password(again)
    assert again.get(APP).location == CODE and "otpauth" not in again.get(CODE).body


def test_a_code_of_the_app_is_good_once(wire, console):
    again = wire()
    staff_password(again)
    assert again.post(CODE, {"code": code_for(console.key)}).status == 200


def test_a_code_of_the_app_twenty_times_at_once_makes_one_session(wire, console):
    Session.objects.all().delete()
    TotpDevice.objects.update(last_step=0)
    again = wire()
    staff_password(again)
    cookies, code = dict(again.cookies), code_for(console.key)

    def answer(_number):
        one = wire()
        one.cookies = dict(cookies)
        return one.post(CODE, {"code": code}).status

    at_once(answer, 20)
    assert Session.objects.filter(user__isnull=False).count() == 1


def test_an_app_set_up_by_two_at_once_belongs_to_one(wire, staff):
    browsers = [wire(), wire()]
    for browser in browsers:
        staff_password(browser)
    key = key_on(browsers[0].get(APP))
    at_once(lambda number: browsers[number].post(APP, {"code": code_for(key)}).status, 2)
    assert TotpDevice.objects.filter(confirmed=True).count() == 1
