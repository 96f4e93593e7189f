"""One press of a button: its key, the wait for an equal one, and the answer that an equal one got.

The key is a hash of the form's random id and of everything that was posted. The random id is stored nowhere, so that
nothing that was typed can be guessed from a key.
"""

import contextlib
import time
import zlib
from dataclasses import dataclass
from datetime import timedelta

from django.db import DatabaseError, connection
from django.http import HttpResponse

from merchant_portal import clock, form_ids
from merchant_portal.idempotency.models import RecordedAnswer

KEPT = timedelta(seconds=180)  # an equal press later than this is judged anew
WAIT_SECONDS = 8  # for an equal press that is being worked on
POLL_SECONDS = 0.05
NOT_TYPED = ("csrfmiddlewaretoken", "form_id")


@dataclass(frozen=True)
class Press:
    """One press. `may_be_recorded` is false where the form was shown to somebody who is not signed in any more."""

    key: str
    may_be_recorded: bool = True

    def lock(self) -> bool:
        """Waits for an equal press that is being worked on. Returns False after WAIT_SECONDS.

        The lock is one of the connection's, not of a transaction, since the work has several; a process that dies
        gives it back with its connection.
        """
        ends = time.monotonic() + WAIT_SECONDS
        while not self._ask("SELECT pg_try_advisory_lock(%s)"):
            if time.monotonic() > ends:
                return False
            time.sleep(POLL_SECONDS)
        return True

    def unlock(self) -> None:
        """Lets the next equal press go on. A connection that broke meanwhile holds nothing any more."""
        with contextlib.suppress(DatabaseError):
            self._ask("SELECT pg_advisory_unlock(%s)")

    def _ask(self, sql: str) -> bool:
        with connection.cursor() as cursor:
            cursor.execute(sql, [int.from_bytes(bytes.fromhex(self.key[:16]), signed=True)])
            return cursor.fetchone()[0]

    def answer(self) -> HttpResponse | None:
        """Returns the answer that an equal press got within KEPT, or None."""
        found = RecordedAnswer.objects.filter(key=self.key, created_at__gt=clock.now() - KEPT).first()
        return found and HttpResponse(status=found.status, headers={"Location": found.location})

    def record(self, response: HttpResponse) -> None:
        """Keeps where `response` leads, if it is a redirect by which something was done."""
        if not (self.may_be_recorded and "Location" in response and getattr(response, "is_done", True)):
            return
        answer = RecordedAnswer(key=self.key, status=response.status_code, location=response["Location"])
        RecordedAnswer.objects.bulk_create(
            [answer],
            update_conflicts=True,
            unique_fields=["key"],
            update_fields=["status", "location", "created_at"],
        )


def press_of(request) -> Press | None:
    """Returns the press that a POST is, or None where its form has no id, or was shown to another person."""
    try:
        form_id = form_ids.read(request.POST.get("form_id", ""))
    except form_ids.Stale:
        return None
    here = request.user.pk
    if form_id.person_id is None or form_id.person_id == here:
        return Press(_key(request, form_id.random))
    return Press(_key(request, form_id.random), may_be_recorded=False) if here is None else None


def nothing_done(response: HttpResponse) -> HttpResponse:
    """Marks a redirect that refuses or asks for something first: the next press is judged anew. Returns it."""
    response.is_done = False
    return response


def own_answer(view):
    """Marks a view that answers an equal press by itself: nothing is recorded, and nobody waits."""
    view.answers_equal_presses = True
    return view


def one_at_a_time(view):
    """Marks a view that answers an equal press by itself, once the first one is answered."""
    view.is_never_recorded = True
    return view


def _key(request, random: str) -> str:
    fields = [[name, values] for name, values in request.POST.lists() if name not in NOT_TYPED]
    files = [
        [name, upload.name, upload.size, _checksum(upload)]
        for name, uploads in request.FILES.lists()
        for upload in uploads
    ]
    return form_ids.hash_of(random, request.get_full_path(), fields, files)


def _checksum(upload) -> int:
    """Returns a cheap checksum: who makes two files of one name, size and checksum deceives only themselves."""
    checksum = 0
    for piece in upload.chunks():
        checksum = zlib.crc32(piece, checksum)
    upload.seek(0)
    return checksum
