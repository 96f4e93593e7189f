"""The new password after a reset: what it changes, what it ends, and what it leaves in force."""

import pytest
from django.utils import timezone

from accounts.models import AttemptRecord, Challenge, Session, User
from tests.accounts.resetting import CODE, NEW, PASSWORD_PAGE, RESET, asked, at_the_new_password, give_code, reset
from tests.accounts.resetting import set_password as choose
from tests.accounts.test_sign_in_begin import ADDRESS, sign_in
from tests.factories import PASSWORD

SIGN_IN_CODE = "/sign-in/code/"


def test_it_leads_to_the_sign_in_page_filled_and_signs_nobody_in(client, olive, mailbox):
    answer = reset(client, mailbox)
    assert answer.status_code == 302 and answer["Location"].startswith("/sign-in/?for=")
    assert ADDRESS not in answer["Location"] and not Session.objects.exists()
    page = client.get(answer["Location"]).content.decode()
    assert f'value="{ADDRESS}"' in page and "Your new password is set. All sessions have ended" in page


def test_the_new_password_is_in_force_and_the_second_step_stays(client, olive, mailbox):
    reset(client, mailbox)
    assert "don&#x27;t match" in sign_in(client, password=PASSWORD).content.decode()
    assert sign_in(client, password=NEW)["Location"] == SIGN_IN_CODE
    client.post(SIGN_IN_CODE, {"code": mailbox.latest(kind="accounts/sign-in-code").code})
    assert client.get("/application/").status_code == 200


@pytest.mark.parametrize(
    "new, again, expected",
    [
        ("short", None, "at least 8"),
        ("password1", None, "on lists of common"),
        ("olive tan", None, "based on your name"),
        (NEW, "another one", "don&#x27;t match"),
        (NEW, "", "Enter the new password a second time"),
        (PASSWORD, None, "the password you already have"),
    ],
)
def test_a_password_that_breaks_a_rule_is_refused_and_can_be_chosen_again(client, olive, mailbox, new, again, expected):
    at_the_new_password(client, mailbox)
    answer = client.post(PASSWORD_PAGE, {"new_password": new, "new_password_again": new if again is None else again})
    assert answer.status_code == 200 and expected in answer.content.decode() and NEW not in answer.content.decode()
    assert choose(client)["Location"].startswith("/sign-in/")


def test_the_old_password_cannot_be_guessed_at_the_page_of_the_new_one(client, olive, mailbox):
    at_the_new_password(client, mailbox)
    AttemptRecord.objects.filter(kind="password").delete()
    assert [choose(client, PASSWORD).status_code for _ in range(6)] == [200] * 5 + [302]
    olive.refresh_from_db()
    assert olive.reset_at is None


def test_without_a_right_code_there_is_no_new_password(client, another_browser, olive, mailbox):
    assert choose(another_browser)["Location"] == RESET
    asked(client, mailbox)
    assert choose(client)["Location"] == CODE
    olive.refresh_from_db()
    assert olive.reset_at is None


def test_the_ticket_works_once_and_a_second_click_reads_like_the_first(client, olive, mailbox):
    at_the_new_password(client, mailbox)
    cookie = client.cookies["reset"].value
    choose(client)
    client.cookies["reset"] = cookie
    assert choose(client, "yet another walk")["Location"].startswith("/sign-in/?for=")
    assert sign_in(client, password=NEW)["Location"] == SIGN_IN_CODE


def test_the_ticket_is_over_after_ten_minutes(client, olive, mailbox):
    at_the_new_password(client, mailbox)
    Challenge.objects.update(closed_at=timezone.now() - timezone.timedelta(minutes=10, seconds=1))
    assert choose(client)["Location"] == f"{RESET}?ended=1"


@pytest.mark.parametrize("change", [{"security_stamp": "new"}, {"is_active": False}, {"email_key": "new@x.example"}])
def test_the_ticket_dies_when_something_about_the_person_changes(client, olive, mailbox, change):
    at_the_new_password(client, mailbox)
    User.objects.filter(pk=olive.pk).update(**change)
    assert choose(client)["Location"] == f"{RESET}?ended=1"


def test_the_first_of_two_tickets_ends_the_other(client, another_browser, olive, mailbox):
    codes = [asked(browser, mailbox) for browser in (client, another_browser)]
    for browser, code in zip((client, another_browser), codes, strict=True):
        give_code(browser, code)
    choose(client)
    choose(another_browser, "yet another walk")
    assert sign_in(client, password=NEW)["Location"] == SIGN_IN_CODE
