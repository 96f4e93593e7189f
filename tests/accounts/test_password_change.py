from datetime import timedelta

import pytest

from accounts.models import Session, User
from merchant_portal import clock
from merchant_portal.audit.models import AuditEvent
from tests.accounts.test_session import is_in
from tests.accounts.test_sign_in_begin import ADDRESS, sign_in
from tests.factories import PASSWORD

NEW = "another walk at dusk"


def change(client, current=PASSWORD, new=NEW, again=None):
    fields = {
        "current_password": current,
        "new_password": new,
        "new_password_again": new if again is None else again,
    }
    return client.post("/security/password/", fields)


def test_the_new_password_counts_and_the_old_one_does_not(signed_in, another_browser):
    assert change(signed_in).status_code == 302
    assert sign_in(another_browser).status_code == 200
    assert sign_in(another_browser, password=NEW).status_code == 302


def test_this_session_lives_on_and_every_other_ends(signed_in, another_browser, mailbox):
    sign_in(another_browser)
    another_browser.post("/sign-in/code/", {"code": mailbox.latest(to=ADDRESS).code})
    key = signed_in.cookies["session"].value
    change(signed_in)
    assert is_in(signed_in) and not is_in(another_browser)
    assert signed_in.cookies["session"].value != key
    row = Session.objects.get(user__isnull=False, method="mail", last_seen_at__isnull=False)
    assert row.stepped_up_at is not None


def test_the_session_ends_when_it_would_have_ended(signed_in, settings):
    session, opened_at = signed_in.session, clock.now() - timedelta(hours=3)
    session["created_at"] = opened_at.isoformat()
    session.save()
    change(signed_in)
    assert signed_in.session.get_expiry_date() == opened_at + timedelta(hours=settings.SESSION_HOURS)


def test_the_owner_reads_of_it(signed_in, mailbox):
    change(signed_in)
    assert mailbox.latest(to=ADDRESS).kind == "accounts/password-changed"


def test_a_sign_in_under_way_dies(signed_in, another_browser, mailbox):
    sign_in(another_browser)
    code = mailbox.latest(to=ADDRESS).code
    change(signed_in)
    assert another_browser.post("/sign-in/code/", {"code": code})["Location"] == "/sign-in/"


@pytest.mark.parametrize(
    "fields, expected",
    [
        ({"current": "wrong"}, "your current password"),
        ({"new": "short"}, "too short"),
        ({"again": "different one"}, "don&#x27;t match"),
        ({"new": PASSWORD}, "Choose another one"),
        ({"new": ""}, "Enter"),
    ],
)
def test_each_fault_is_reported_and_changes_nothing(signed_in, fields, expected):
    before = User.objects.get().password
    page = change(signed_in, **fields)
    assert page.status_code == 200 and expected in page.content.decode()
    assert User.objects.get().password == before
    assert NEW not in page.content.decode() and PASSWORD not in page.content.decode()


def test_wrong_current_passwords_are_recorded_and_the_fifth_locks_and_is_emailed(signed_in, mailbox):
    answers = [change(signed_in, current=f"guess {number}").status_code for number in range(6)]
    assert answers == [200] * 5 + [429]
    recorded = AuditEvent.objects.filter(code__startswith="accounts.password_").order_by("pk")
    assert [event.code for event in recorded][-5:] == ["accounts.password_refused"] * 4 + ["accounts.password_locked"]
    assert mailbox.latest(to=ADDRESS).kind == "accounts/locked"


def test_a_stranger_is_led_to_sign_in(client, db):
    assert client.get("/security/password/")["Location"].startswith("/sign-in/")
    assert client.get("/.well-known/change-password")["Location"] == "/security/password/"


def test_each_empty_field_asks_for_its_own_password(signed_in):
    page = change(signed_in, current="", new="", again="").content.decode()
    summary = page.partition('id="error-summary"')[2].partition("</ul>")[0]
    for sentence in ("Enter your current password", "Enter a new password", "Enter the new password a second time"):
        assert summary.count(sentence) == 1
