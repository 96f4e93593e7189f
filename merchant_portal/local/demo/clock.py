"""A clock for the past: what the demo world's people did last week is dated last week.

The verbs are the real ones; only `django.utils.timezone.now` answers differently, in this process, while the world is
built. What the database's own clock dates (tries, sends) stays in the present.
"""

import contextlib
from contextvars import ContextVar
from datetime import datetime
from unittest import mock

_moment: ContextVar[datetime | None] = ContextVar("moment", default=None)  # each thread has its own


class _Clock(datetime):
    """In the place of `datetime` in django.utils.timezone; models that kept its `now` as a default follow, too."""

    @classmethod
    def now(cls, tz=None):
        return _moment.get() or datetime.now(tz)


@contextlib.contextmanager
def movable():
    """Makes `at` work; outside of it the time is the real one."""
    with mock.patch("django.utils.timezone.datetime", _Clock):
        yield


@contextlib.contextmanager
def at(moment: datetime):
    """Lets `moment` be now, in this thread."""
    before = _moment.set(moment)
    try:
        yield
    finally:
        _moment.reset(before)
