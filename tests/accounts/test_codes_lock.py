"""Wrong codes after the right password, so many that no code is accepted for a while: what the owner is told of it."""

import pytest

from accounts import history
from accounts.actions import attempts, challenges
from accounts.models import User
from merchant_portal import date_formats
from merchant_portal.audit.models import AuditEvent
from tests.accounts.test_code_verify import answer, other_than
from tests.accounts.test_sign_in_begin import ADDRESS, sign_in

KIND = "accounts/codes-locked"


@pytest.fixture
def lock(client, olive, mailbox, settings):
    """Returns a way to give a wrong code where the second one locks, by the hour or by the day."""

    def wrong(*, times=2, per_hour=10, per_day=10):
        settings.STEP_UP_PER_HOUR, settings.STEP_UP_PER_DAY = per_hour, per_day
        sign_in(client)
        code = mailbox.latest(to=ADDRESS, kind="accounts/sign-in-code").code
        return [answer(client, other_than(code)) for _ in range(times)]

    return wrong


@pytest.mark.parametrize(("limit", "longest_minutes"), [({"per_hour": 2}, 60), ({"per_day": 2}, 24 * 60)])
def test_the_mail_says_when_a_code_is_accepted_again(lock, olive, mailbox, limit, longest_minutes):
    lock(**limit)
    next_attempt_at = attempts.next_attempt_at(attempts.Limit.STEP_UP, challenges.step_up_key(olive.pk))
    locked = AuditEvent.objects.get(code="accounts.codes_locked")
    assert longest_minutes - 1 <= (next_attempt_at - locked.at).total_seconds() / 60 <= longest_minutes
    assert locked.data == {"until": next_attempt_at.isoformat(), "method": "mail"}
    assert date_formats.moment(next_attempt_at) in mailbox.latest(to=ADDRESS, kind=KIND).text


def test_the_codes_before_it_are_reported_to_nobody(lock, mailbox):
    lock(times=1, per_hour=2)
    assert not mailbox.all(kind=KIND)


def test_one_lock_is_reported_once_and_tried_on_in_vain(lock, mailbox):
    assert [page.status_code for page in lock(times=4, per_hour=2)] == [200, 200, 429, 429]
    assert len(mailbox.all(kind=KIND)) == 1


def test_whoever_locks_day_after_day_does_not_flood_the_owner(olive, settings, mailbox):
    settings.STEP_UP_PER_HOUR = 1
    for _ in range(5):
        attempts.consume(attempts.Limit.STEP_UP, challenges.step_up_key(olive.pk))
        challenges.note_wrong_code(olive, "mail")
        attempts.clear(attempts.Limit.STEP_UP, challenges.step_up_key(olive.pk))
    assert len(mailbox.all(kind=KIND)) == attempts.NOTICES_PER_HOUR[0]


def test_somebody_who_is_gone_gets_no_mail(lock, mailbox):
    lock(per_hour=2)
    User.objects.all().delete()
    assert not mailbox.all(kind=KIND)


def test_the_history_says_that_it_locked(lock, olive):
    lock(per_hour=2)
    newest, before = history.entries_of(olive)[:2]
    assert (newest.result, newest.has_failed) == ("Wrong code, codes temporarily locked", True)
    assert before.result == "Wrong code"
