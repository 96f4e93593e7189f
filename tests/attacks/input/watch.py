"""Watching one request: what it answers, and what it leaves in the database."""

import re
import sys
import time
import traceback
from copy import deepcopy
from urllib.parse import urlsplit

from django.apps import apps
from django.core.signals import got_request_exception
from django.db import connection, transaction
from django.test import Client

OK = {200, 301, 302, 307, 400, 403, 404, 405, 409, 413, 429}
DONE = {200, 301, 302, 307}
SECONDS = 3  # of this process's time; an honest answer takes a hundredth
# What counts tries and tells what was tried is meant to be written by a refusal as well.
# A proxy that nobody named is noted for `doctor`, whatever it forwarded.
LOGS = {
    "audit_auditevent",
    "accounts_attemptrecord",
    "accounts_pendingsignin",
    "accounts_challenge",
    "accounts_session",
}
LOGS |= {"operations_heartbeat"}
SAFE = ("GET", "HEAD", "OPTIONS", "TRACE")
WRITES = re.compile(r'(?:INSERT INTO|UPDATE|DELETE FROM) "?(\w+)')


def is_ours(location: str) -> bool:
    """Says whether a redirect stays on this site, also in the eyes of browsers that take a backslash for a slash."""
    return not urlsplit(location.replace("\\", "/")).netloc and location[:1] in ("/", "?")


class Browser(Client):
    """Django's client without what it notes about each template; a fault becomes the page that people would see."""

    def request(self, **request):
        response = self.handler(self._base_environ(**request))
        self.cookies.update(response.cookies)
        self.text = b"".join(response.streaming_content) if response.streaming else response.content
        return response


class Watch:
    """Sends one request after another from the same state: each is taken back after it was looked at."""

    def __init__(self, client: Client, kept: tuple[str, ...] = ()):
        self.browser = Browser()
        self.browser.cookies = client.cookies
        self.kept = kept  # texts that no row may hold afterwards
        managed = {model._meta.db_table for model in apps.get_models() if model._meta.managed}
        self.tables = managed - LOGS
        self.before = self.contents(self.tables)
        self.raised: list[str] = []

    @property
    def text(self) -> bytes:
        """Returns the body of the last answer."""
        return self.browser.text

    def contents(self, tables: set[str]) -> dict[str, tuple[int, int]]:
        """Returns how many rows each of `tables` has, and a sum over all that they hold."""
        counted = " UNION ALL ".join(
            f"SELECT '{name}', count(*), coalesce(sum(hashtextextended(t::text, 0)::numeric), 0) FROM \"{name}\" t"  # noqa: S608
            for name in sorted(tables)
        )
        with connection.cursor() as cursor:
            cursor.execute(counted)
            return {name: (count, total) for name, count, total in cursor.fetchall()}

    def send(self, what: str, path: str, **request) -> list[str]:
        """Sends one request and returns what is wrong with the answer."""
        self.written, self.raised, self.method = set(), [], request["method"]
        held, point = deepcopy(self.browser.cookies), transaction.savepoint()
        got_request_exception.connect(self._note_exception)
        began = time.process_time()
        try:
            with connection.execute_wrapper(self._note_writes):
                self.answer = self.browser.generic(path=path, **request)
            took = time.process_time() - began
            return [f"{path[:80]}, {what}: {fault}" for fault in self._faults(took)]
        finally:
            got_request_exception.disconnect(self._note_exception)
            transaction.savepoint_rollback(point)
            self.browser.cookies = held

    def _note_exception(self, **unused):
        kind, error, trace = sys.exc_info()
        where = [
            f"{frame.filename.rpartition('site-packages/')[2]}:{frame.lineno}" for frame in traceback.extract_tb(trace)
        ]
        self.raised.append(f"{kind.__name__} {str(error)[:80]!r} at {', '.join(where[-3:])}")

    def _note_writes(self, execute, sql, params, many, context):
        self.written |= set(WRITES.findall(str(sql))) & self.tables
        return execute(sql, params, many, context)

    def _faults(self, took: float):
        yield from self.raised
        if self.answer.status_code not in OK and not self.raised:
            yield f"answers {self.answer.status_code}"
        if took > SECONDS:
            yield f"keeps the process busy for {took:.1f} seconds"
        if "Location" in self.answer and not is_ours(self.answer["Location"]):
            yield f"leads to {self.answer['Location'][:80]!r}"
        broken = [name for name, value in self.answer.headers.items() if not (name + value).isprintable()]
        yield from (f"sends the header {name} with control characters" for name in broken)
        if self.written and not self.raised:
            yield from self._faults_of_writing()

    def _faults_of_writing(self):
        after = self.contents(self.written)
        changed = sorted(name for name in after if after[name] != self.before[name])
        is_refused = self.answer.status_code not in DONE or b'id="error-summary"' in self.text
        if changed and (is_refused or self.method in SAFE):
            yield f"is answered {self.answer.status_code} and yet writes {changed}"
        for name in changed:
            yield from (f"keeps {kept!r} in {name}" for kept in self.kept if self._holds(name, kept))

    @staticmethod
    def _holds(table: str, text: str) -> bool:
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT EXISTS (SELECT FROM "{table}" t WHERE strpos(t::text, %s) > 0)', [text])  # noqa: S608
            return cursor.fetchone()[0]
