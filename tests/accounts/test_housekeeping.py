"""What is over goes, in batches and by beat; what lives stays."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts import models, tasks
from accounts.actions import attempts, housekeeping, links
from accounts.models.contact import ContactChange
from tests.accounts.test_password_change import is_in
from tests.accounts.test_sign_in_begin import sign_in
from tests.threads import at_once

KINDS = {
    # kind: the rows, the column that tells their age, how old they must be to go
    "codes": (models.Code, "challenge__expires_at", timedelta(days=1)),
    "challenges": (models.Challenge, "expires_at", timedelta(days=1)),
    "pending_sign_ins": (models.PendingSignIn, "expires_at", timedelta(days=1)),
    "sessions": (models.Session, "expire_date", timedelta(0)),
    "attempts": (models.AttemptRecord, "touched_at", timedelta(days=1)),
    "links": (models.SingleUseLink, "expires_at", timedelta(days=90)),
    "browsers": (models.Browser, "last_used_at", timedelta(days=400)),
    "contact_changes": (ContactChange, "ends_at", timedelta(days=30)),
}


@pytest.fixture
def world(signed_in, another_browser, olive):
    """Olive is signed in here, and has asked for a code in another browser; one password was wrong."""
    sign_in(another_browser, password="wrong")
    sign_in(another_browser)
    links.issue(purpose="unlock", reference=olive.pk, address=olive.email_key)
    ContactChange.objects.create(user=olive, kind="phone", new="+8613800138001")
    return signed_in


def shift(kind, by: timedelta) -> None:
    """Sets the end, or the last use, of every row of this kind to `by` before now."""
    model, column, _age = KINDS[kind]
    if kind == "codes":
        model, column = models.Challenge, "expires_at"
    model.objects.update(**{column: timezone.now() - by})


def counts() -> dict[str, int]:
    return {kind: model.objects.count() for kind, (model, _column, _age) in KINDS.items()}


def test_what_lives_stays(world):
    before = counts()
    assert all(before.values())
    assert not any(housekeeping.remove_finished().values())
    assert counts() == before and is_in(world)


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_over_goes_when_it_is_old_enough_and_nothing_else(world, kind):
    before, age = counts(), KINDS[kind][2]
    shift(kind, age - timedelta(minutes=1))
    housekeeping.remove_finished()
    assert counts() == before
    shift(kind, age + timedelta(minutes=1))
    gone = housekeeping.remove_finished()
    went_with_it = {"codes": {"codes", "challenges"}, "challenges": {"codes", "challenges"}}.get(kind, {kind})
    assert gone == {name: before[name] if name in went_with_it else 0 for name in before}
    hanging = {"codes", "challenges"} if kind == "pending_sign_ins" else set()
    assert {name for name, count in counts().items() if count != before[name]} == went_with_it | hanging


def test_a_lock_that_holds_keeps_its_budget(world):
    before = counts()
    models.AttemptRecord.objects.update(
        touched_at=timezone.now() - timedelta(days=9), locked_until=timezone.now() + timedelta(hours=1)
    )
    assert housekeeping.remove_finished()["attempts"] == 0
    models.AttemptRecord.objects.update(locked_until=F("touched_at"))
    assert housekeeping.remove_finished()["attempts"] == before["attempts"]


def test_a_change_that_waits_for_its_day_stays_however_old(world):
    ContactChange.objects.update(status="waiting", ends_at=timezone.now() - timedelta(days=99))
    assert housekeeping.remove_finished()["contact_changes"] == 0


def test_a_finished_change_goes_like_any_other(world):
    long_ago = timezone.now() - timedelta(days=99)
    ContactChange.objects.update(status="done", done_at=long_ago, ends_at=long_ago)
    assert housekeeping.remove_finished()["contact_changes"] == 1


@pytest.mark.django_db(transaction=True)
def test_a_budget_that_is_spent_at_the_moment_keeps_its_tries():
    key = attempts.limit_key("nobody@fernhill.example")
    attempts.consume(attempts.Limit.PASSWORD, key)
    shift("attempts", timedelta(days=2))
    with transaction.atomic():
        models.AttemptRecord.objects.select_for_update().get()
        assert at_once(lambda _number: housekeeping.remove_finished()["attempts"], 1) == [0]
        models.AttemptRecord.objects.update(touched_at=timezone.now())
    assert housekeeping.remove_finished()["attempts"] == 0 and models.AttemptRecord.objects.count() == 1


def test_no_request_removes_what_others_left(client, olive):
    with CaptureQueriesContext(
        connection,
    ) as asked:
        sign_in(client, password="wrong")
        sign_in(client)
    assert not [query for query in asked if query["sql"].startswith("DELETE")]


def test_the_task_says_what_went(world, caplog):
    shift("links", timedelta(days=91))
    with caplog.at_level("INFO"):
        tasks.remove_finished()
    assert caplog.records[-1].links >= 1
