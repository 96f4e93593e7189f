"""Removing rows that are over, in steps so small that nobody waits for a lock."""

import time
from collections.abc import Callable

from django.db import transaction
from django.db.models import QuerySet

SIZE = 5_000  # rows a transaction
SECONDS = 5  # then the worker is needed for mail again; the next run goes on


def each(rows: QuerySet, act: Callable[[list], None], *, size: int = SIZE, seconds: float = SECONDS) -> int:
    """Hands the keys of `rows` to `act`, which removes them, at most `size` in one transaction, for about `seconds`.

    Returns how many there were. A row that somebody holds at the moment is left out: it is looked at again the next
    time, as it is then.
    """
    ends, count = time.monotonic() + seconds, 0
    while True:
        with transaction.atomic():
            keys = list(rows.select_for_update(skip_locked=True).values_list("pk", flat=True)[:size])
            if keys:
                act(keys)
        count += len(keys)
        if len(keys) < size or time.monotonic() > ends:
            return count


def delete(rows: QuerySet, *, size: int = SIZE, seconds: float = SECONDS) -> int:
    """Deletes `rows` in the way of `each`. Returns how many are gone."""
    return each(rows, lambda keys: rows.model.objects.filter(pk__in=keys).delete(), size=size, seconds=seconds)
