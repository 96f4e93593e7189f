"""Two browsers that end one another at the same moment, and one that is ended while it writes its session."""

import pytest
from django.contrib.sessions.backends.base import UpdateError

from accounts.models import Browser, Session
from merchant_portal.audit.models import AuditEvent
from tests.accounts.security import FIREFOX, SAFARI, signed_in_from
from tests.factories import confirmed_owner
from tests.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)
SESSIONS, BROWSERS = "/security/sessions/", "/security/browsers/"


@pytest.fixture
def two(mailbox):
    confirmed_owner("Olive Tan", "olive@fernhill.example")
    return [signed_in_from(mailbox, agent) for agent in (FIREFOX, SAFARI)]


def test_browsers_that_end_all_others_at_once_are_led_to_a_page_each(two):
    answers = at_once(lambda number: two[number].post(SESSIONS, {"others": "1"}), 2)
    assert {answer.status_code for answer in answers} == {302}
    assert Session.objects.count() <= 1
    for client in two:
        assert client.get(SESSIONS).status_code in (200, 302)


def test_the_same_browser_forgotten_ten_times_at_once_is_forgotten_once(two):
    pk = Browser.objects.get(label__startswith="Safari").pk
    statuses = at_once(lambda _number: two[0].post(BROWSERS, {"browser": pk}).status_code, 10)
    assert sorted(statuses) == [302] + [404] * 9
    assert AuditEvent.objects.filter(code="accounts.browsers_removed").count() == 1


def test_a_browser_that_is_ended_while_it_writes_is_led_to_the_sign_in(two, monkeypatch):
    def gone(*args, **options):
        raise UpdateError

    monkeypatch.setattr("accounts.sessions.SessionStore.save", gone)
    assert two[0].post(BROWSERS, {"all": "1"})["Location"] == "/sign-in/?ended=elsewhere"
