"""How each merchant of the demo world came to where it stands: one short story for each state."""

from collections.abc import Callable
from datetime import datetime, time, timedelta

from django.conf import settings
from django.utils import timezone

from accounts.models import User
from merchant_portal.local.demo import moments
from merchant_portal.local.demo.life import Life
from merchant_portal.local.demo.moments import ago, on
from merchant_portal.local.demo.plans import Plan, State
from reviews.transitions import Outcome

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)


def tell(plan: Plan, staff: dict[str, User], minute: int) -> None:
    """Builds one merchant up to its state. `minute` keeps merchants apart that do the same at the same time."""
    STORIES[plan.state](Life(plan, staff), minute)


def _confirmed(life: Life, when: datetime) -> None:
    life.join(when)
    life.confirm(when + 6 * MINUTE)


def _sent(life: Life, when: datetime) -> None:
    """The whole way up to sending at `when`."""
    _confirmed(life, when - DAY - 3 * HOUR)
    life.save_profile(when - 2 * HOUR)
    life.hand_in(when - HOUR)
    life.submit(when)


def _asked(life: Life, sent: datetime, asked: datetime) -> None:
    """Sent, judged, and sent back for changes at `asked`."""
    _sent(life, sent)
    life.claim(asked - HOUR)
    life.judge(asked - 40 * MINUTE)
    life.decide(asked, Outcome.REQUEST_CHANGES)


def _accepted(life: Life, sent: datetime, approved: datetime) -> None:
    _sent(life, sent)
    life.claim(approved - HOUR)
    life.judge(approved - 30 * MINUTE)
    life.decide(approved, Outcome.APPROVE)


def _unconfirmed(life: Life, minute: int) -> None:
    life.join(ago(minutes=35))  # its link is sent when the worker runs, and can be used


def _empty(life: Life, minute: int) -> None:
    _confirmed(life, ago(days=1, minutes=minute))


def _half(life: Life, minute: int) -> None:
    _confirmed(life, ago(days=3, minutes=minute))
    life.save_profile(ago(days=2, hours=5, minutes=minute))
    life.hand_in(ago(days=2, hours=4, minutes=minute), only=1)


def _submitted(life: Life, minute: int) -> None:
    _sent(life, moments.sent_to_be_due(life.plan.due, within=settings.REVIEW_BUSINESS_DAYS, minute=minute))
    _keep_today(life)


def _in_review(life: Life, minute: int) -> None:
    _sent(life, moments.sent_to_be_due(life.plan.due, within=settings.REVIEW_BUSINESS_DAYS, minute=minute))
    life.claim(ago(minutes=9))
    life.judge(ago(minutes=7), only=4 if life.plan.returned else 2)
    _keep_today(life)


def _changes(life: Life, minute: int) -> None:
    _asked(life, on(-3, 10, minute), on(-1, 15, minute))


def _half_corrected(life: Life, minute: int) -> None:
    _asked(life, on(-7, 11, minute), on(-5, 16, minute))
    life.correct(on(-1, 20, 10), papers_only=True)


def _resubmitted(life: Life, minute: int) -> None:
    again = moments.sent_to_be_due(life.plan.due, within=settings.CORRECTION_BUSINESS_DAYS, minute=minute)
    _asked(life, on(-6, 11, minute), on(-4, 14, minute))
    life.correct(again - 10 * MINUTE)
    life.submit(again)


def _in_review_again(life: Life, minute: int) -> None:
    _resubmitted(life, minute)
    life.claim(ago(minutes=5))
    life.judge(ago(minutes=3), only=1, returning=False)


def _approved(life: Life, minute: int) -> None:
    _accepted(life, on(-4, 13, minute), on(-1, 16, minute))


def _active(life: Life, minute: int) -> None:
    _accepted(life, on(-18, 12, minute), on(-16, 10, minute))
    life.activate(on(-16, 19, minute))


def _rejected(life: Life, minute: int) -> None:
    rejected = on(-3, 11, minute)
    _sent(life, on(-5, 15, minute))
    life.claim(rejected - HOUR)
    life.judge(rejected - 30 * MINUTE)
    life.decide(rejected, Outcome.REJECT)


def _withdrawn(life: Life, minute: int) -> None:
    _sent(life, on(-5, 9, minute))
    life.withdraw(on(-4, 21, minute))


def _keep_today(life: Life) -> None:
    """Today is due also in the evening and at the weekend, when the day's promise has passed or there is none."""
    if life.plan.due == 0:
        life.keep_due_by(timezone.make_aware(datetime.combine(timezone.localdate(), time(23, 59))))


STORIES: dict[State, Callable[[Life, int], None]] = {
    State.UNCONFIRMED: _unconfirmed,
    State.EMPTY: _empty,
    State.HALF: _half,
    State.SUBMITTED: _submitted,
    State.IN_REVIEW: _in_review,
    State.CHANGES: _changes,
    State.HALF_CORRECTED: _half_corrected,
    State.RESUBMITTED: _resubmitted,
    State.IN_REVIEW_AGAIN: _in_review_again,
    State.APPROVED: _approved,
    State.ACTIVE: _active,
    State.REJECTED: _rejected,
    State.WITHDRAWN: _withdrawn,
}
