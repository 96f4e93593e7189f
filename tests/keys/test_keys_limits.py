"""Limits are counted under a key of their own: no rotation gives attempts away."""

from tests.accounts.test_sign_in_begin import sign_in
from tests.accounts.test_sign_in_lock import lock
from tests.keys.rotating import rotate_all, turn


def test_five_wrong_passwords_lock_under_alternating_orders_of_keys(client, olive, settings):
    rotate_all(settings)
    answers = []
    for number in range(6):
        turn(settings)
        answers.append(sign_in(client, password=f"guess {number}").status_code)
    assert answers == [200] * 5 + [429]


def test_a_lock_survives_a_rotation(client, olive, settings):
    lock(client)
    rotate_all(settings)
    assert sign_in(client).status_code == 429


def test_a_new_limit_key_starts_limits_anew(client, olive, settings):
    lock(client)
    settings.LIMIT_KEY = "another-key-under-which-attempts-are-counted-13"
    assert sign_in(client).status_code == 302


def test_step_up_attempts_are_counted_across_a_rotation(client, olive, settings):
    settings.STEP_UP_PER_HOUR = 4
    rotate_all(settings)
    answers = []
    sign_in(client)
    for _ in range(5):
        turn(settings)
        answers.append(client.post("/sign-in/code/", {"code": "000000"}).status_code)
    assert answers[-1] == 429 or answers[-1] == 302
    assert answers[:4] == [200] * 4
