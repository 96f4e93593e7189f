"""One round of every step, the same for both sites. Only what stands inside `at` is counted."""

import itertools
import time
from contextlib import contextmanager, nullcontext

from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

PASSWORD = "a quiet walk at noon"
TRANSACTION = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")
numbers = itertools.count()


class Clock:
    """CPU time of this process and SQL statements, by step. Statements are counted in rounds of their own."""

    def __init__(self, *, counts: bool):
        self.counts, self.cpu, self.statements = counts, {}, {}

    @contextmanager
    def at(self, step: str):
        with CaptureQueriesContext(connection) if self.counts else nullcontext() as captured:
            before = time.process_time()
            yield
            spent = time.process_time() - before
        self.cpu.setdefault(step, []).append(spent)
        if self.counts:
            kept = [query for query in captured if not query["sql"].startswith(TRANSACTION)]
            self.statements[step] = len(kept)


class Bare:
    """The stock site."""

    name = "bare"

    def __init__(self):
        self.browser = Client()  # one for all: a new client loads the middleware anew, which no server does

    def fresh_browser(self) -> Client:
        self.browser.cookies.clear()
        return self.browser

    def address(self) -> str:
        return f"someone{next(numbers)}@fernhill.example"

    def registration_form(self, address: str) -> dict:
        """Returns what a new merchant types."""
        return {"email": address, "password": PASSWORD, "name": "Someone"}

    def link_to(self, address: str) -> str:
        """Returns the confirming link that was mailed."""
        return f"/confirm/{mail.outbox[-1].body}/"

    def code_for(self, address: str) -> str:
        """Returns the code that was mailed."""
        return mail.outbox[-1].body

    def round(self, clock: Clock) -> None:
        """Walks through every step once, as somebody new."""
        browser, address = self.fresh_browser(), self.address()
        form = self.registration_form(address)
        with clock.at("registration"):
            self.expect(browser.post("/register/", form), 302)
        link = self.link_to(address)
        with clock.at("confirmation"):
            self.expect(browser.post(link), 302)
        self.fresh_browser()
        with clock.at("sign-in page"):
            self.expect(browser.get("/sign-in/"), 200)
        with clock.at("password step"):
            self.expect(browser.post("/sign-in/", {"email": address, "password": PASSWORD}), 302)
        code = self.code_for(address)
        with clock.at("code step"):
            self.expect(browser.post("/sign-in/code/", {"code": code}), 302)
        with clock.at("signed-in page"):
            self.expect(browser.get("/home/"), 200)
        self.further(clock)
        self.fresh_browser()
        with clock.at("wrong password"):
            self.expect(browser.post("/sign-in/", {"email": address, "password": "wrong"}), 200)

    def further(self, clock: Clock) -> None:
        """Walks, signed in, through steps that only this site has."""

    @staticmethod
    def expect(answer, status: int) -> None:
        assert answer.status_code == status, f"{answer.request['PATH_INFO']} answers {answer.status_code}"
