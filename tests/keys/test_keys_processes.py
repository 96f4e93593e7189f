"""Two web processes that know the same keys in another order, on one database."""

import pytest

from tests.accounts.test_sign_in_begin import ADDRESS
from tests.attacks.running import web
from tests.attacks.wire import Wire
from tests.factories import confirmed_owner
from tests.keys.rotating import NEW_PEPPER, NEW_SECRET
from tests.services import ENVIRONMENT

SECRET, PEPPER = ENVIRONMENT["SECRET_KEY"], ENVIRONMENT["CODE_PEPPERS"]


@pytest.mark.django_db(transaction=True)
def test_ten_wrong_passwords_at_two_processes_are_five(tmp_path):
    confirmed_owner("Olive Tan", ADDRESS)
    old_first = {"SECRET_KEY": f"{SECRET},{NEW_SECRET}", "CODE_PEPPERS": f"{PEPPER},{NEW_PEPPER}"}
    new_first = {"SECRET_KEY": f"{NEW_SECRET},{SECRET}", "CODE_PEPPERS": f"{NEW_PEPPER},{PEPPER}"}
    with web(tmp_path / "one.log", **old_first) as (one, _), web(tmp_path / "two.log", **new_first) as (two, _):
        browsers = [Wire(one), Wire(two)]
        answers = []
        for number in range(10):
            browser = browsers[number % 2]
            browser.get("/sign-in/")
            answers.append(browser.post("/sign-in/", {"email": ADDRESS, "password": f"guess {number}"}).status)
    assert answers == [200] * 5 + [429] * 5
