"""Deleting rows that are over, in steps so small that nobody waits for a lock."""

import time

from django.db import transaction
from django.db.models import QuerySet

SIZE = 5_000  # rows a transaction
SECONDS = 5  # then the worker is needed for mail again; the next run goes on


def delete(rows: QuerySet, *, size: int = SIZE, seconds: float = SECONDS) -> int:
    """Deletes `rows`, at most `size` in one transaction, for about `seconds`. Returns how many are gone.

    A row that somebody holds at the moment stays: it is looked at again the next time, as it is then.
    """
    ends, gone = time.monotonic() + seconds, 0
    while True:
        with transaction.atomic():
            keys = list(rows.select_for_update(skip_locked=True).values_list("pk", flat=True)[:size])
            rows.model.objects.filter(pk__in=keys).delete()
        gone += len(keys)
        if len(keys) < size or time.monotonic() > ends:
            return gone
