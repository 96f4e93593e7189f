"""Limits are counted under a key of their own: no change of the others starts a count anew."""

import base64

import pytest
from django.test import Client

from accounts.actions import attempts
from accounts.models import AttemptRecord
from tests.accounts.test_sign_in_begin import ADDRESS, sign_in
from tests.attacks.running import web
from tests.attacks.wire import Wire
from tests.factories import PASSWORD, confirmed_owner
from tests.keys.keys import NEW
from tests.services import ENVIRONMENT

CODE = "/sign-in/code/"


def test_a_lock_outlives_a_new_key(client, olive, settings, keys):
    for _ in range(settings.LOCK_AFTER_FAILURES):
        sign_in(Client(), password="wrong")
    keys.rotate()
    assert sign_in(client).status_code == 429


def test_wrong_codes_at_two_processes_are_one_count(client, olive, mailbox, keys, settings):
    settings.STEP_UP_PER_HOUR = 3
    keys.rotate()
    statuses = []
    for _ in range(3):
        sign_in(client)
        keys.swap()
        statuses.append(client.post(CODE, {"code": "000000"}).status_code)
    sign_in(client)
    assert statuses == [200] * 3
    assert client.post(CODE, {"code": "000000"}).status_code == 429


def test_the_quota_of_sendings_is_one(client, olive, keys, settings):
    keys.rotate()
    answers = []
    for _ in range(settings.SENDS_PER_HOUR + 1):
        keys.swap()
        answers.append(sign_in(Client()).status_code)
    assert answers == [302] * settings.SENDS_PER_HOUR + [429]


def test_another_limit_key_starts_anew(client, olive, settings):
    for _ in range(settings.LOCK_AFTER_FAILURES):
        sign_in(Client(), password="wrong")
    settings.LIMIT_KEY = "another key under which limits are counted"
    assert sign_in(client).status_code == 302


def test_the_address_is_not_stored(client, olive, settings):
    sign_in(client, password="wrong")
    row = AttemptRecord.objects.filter(kind="password").get()
    assert row.key == attempts.limit_key(ADDRESS) and ADDRESS not in row.key


@pytest.mark.django_db(transaction=True)
def test_wrong_passwords_at_two_real_processes_with_another_order_are_one_count(tmp_path):
    confirmed_owner("Olive Tan", ADDRESS)
    new = NEW | {"FIELD_KEYS": base64.b64encode(NEW["FIELD_KEYS"]).decode()}
    old_first = {name: f"{ENVIRONMENT[name]},{new[name]}" for name in NEW}
    new_first = {name: f"{new[name]},{ENVIRONMENT[name]}" for name in NEW}
    with web(tmp_path / "one.log", **old_first) as one, web(tmp_path / "two.log", **new_first) as two:
        statuses = []
        for number in range(7):
            browser = Wire((one, two)[number % 2][0])
            statuses.append(browser.post("/sign-in/", {"email": ADDRESS, "password": "wrong " * 3}).status)
        assert statuses == [200] * 5 + [429] * 2
        assert Wire(two[0]).post("/sign-in/", {"email": ADDRESS, "password": PASSWORD}).status == 429
