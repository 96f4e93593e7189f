"""Wherever a signed-in person enters the current password, a wrong one is treated like a wrong one at sign-in."""

import pytest

from tests.accounts import proving
from tests.accounts.security import text_of
from tests.accounts.test_password_change import change
from tests.accounts.test_sign_in_begin import ADDRESS, sign_in
from tests.accounts.test_sign_in_lock import without_times


def at_password_change(client, password):
    return change(client, current=password)


def at_confirmation(client, password):
    proving.age_proof(client)
    return proving.prove(client, password=password)


@pytest.fixture(params=[at_password_change, at_confirmation])
def enter(request):
    """Enters a password on one of the pages that ask a signed-in person for it."""
    return request.param


def lock(client, enter):
    return [enter(client, f"guess {number}") for number in range(6)]


def test_wrong_ones_are_in_the_history_and_the_owner_is_emailed_once_about_the_lock(signed_in, enter, mailbox):
    assert [answer.status_code for answer in lock(signed_in, enter)] == [200] * 5 + [429]
    history = text_of(signed_in, "/security/history/")
    assert history.count("Wrong password ") == 4 and history.count("Wrong password, sign-in locked") == 1
    assert len(mailbox.all(to=ADDRESS, kind="accounts/locked")) == 1


def test_the_page_of_the_lock_is_that_of_sign_in(signed_in, enter, another_browser):
    lock(signed_in, enter)
    at_sign_in = [sign_in(another_browser, password=f"guess {number}") for number in range(6)]
    pages = [answer.content.decode() for answer in (enter(signed_in, "guess"), at_sign_in[-1])]
    sheets = [without_times(page.partition('<div class="sheet">')[2].partition("</main>")[0]) for page in pages]
    assert "You can try again at" in sheets[0] and sheets[0] == sheets[1]
