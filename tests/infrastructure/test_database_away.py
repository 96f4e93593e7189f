"""PostgreSQL is away or hangs: a calm 503 with Retry-After, soon; a fault of ours stays a 500."""

import socket
import threading
import time
from contextlib import ExitStack, contextmanager
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.db import DatabaseError, InterfaceError, OperationalError, ProgrammingError, connection
from django.test import Client

from accounts.models.session import Session
from merchant_portal.database import AnswerWatch
from tests.attacks.running import web
from tests.attacks.wire import Wire
from tests.factories import confirmed_owner
from tests.relay import Relay
from tests.worker import database_url

AWAY = [OperationalError("server closed the connection"), InterfaceError("connection already closed")]
PAGES = ["/", "/sign-in/", "/application/", "/security/", "/admin/", "/admin/reviews/case/"]


@contextmanager
def failing(error):
    """Every statement fails."""

    def fail(execute, sql, params, many, context):
        raise error

    with connection.execute_wrapper(fail):
        yield


@pytest.fixture
def browser(db):
    browser = Client(raise_request_exception=False)
    browser.force_login(confirmed_owner("Olive Tan", "olive@fernhill.example"))
    return browser


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("error", AWAY, ids=lambda error: type(error).__name__)
@pytest.mark.parametrize("path", PAGES[2:])
def test_every_page_that_needs_it_is_unavailable_and_says_so(browser, path, error, method):
    with failing(error):
        answer = getattr(browser, method)(path)
    assert answer.status_code == 503 and answer["Retry-After"] == "15"
    assert "temporarily unavailable" in answer.content.decode()


@pytest.mark.parametrize("language", [code for code, _ in settings.LANGUAGES])
def test_the_page_speaks_each_language(browser, language):
    browser.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    with failing(AWAY[0]):
        page = browser.get("/security/").content.decode()
    for part in ("The portal is temporarily unavailable", "暂时", "временно"):
        assert part in page


@pytest.mark.parametrize("error", [ProgrammingError("no such table"), DatabaseError("?"), ZeroDivisionError()])
def test_a_fault_of_ours_stays_a_500(browser, error):
    with failing(error):
        assert browser.get("/security/").status_code == 500


def test_a_session_that_cannot_be_written_was_not_ended_elsewhere(browser):
    session = browser.session
    session["changed"] = True
    with failing(AWAY[0]), pytest.raises(OperationalError):
        session.save()


def test_health_asks_no_database(browser):
    with failing(AWAY[0]):
        assert browser.get("/healthz/").status_code == 200
        assert browser.get("/readyz/").status_code == 503


def test_a_statement_that_is_not_answered_ends_with_its_connection(db, settings):
    settings.DATABASE_ANSWER_SECONDS = 0.2
    watch = AnswerWatch()
    near, far = socket.socketpair()

    class Wrapper:
        connection = SimpleNamespace(closed=False, fileno=near.fileno)

    def wait_for_an_answer(sql, params, many, context):
        time.sleep(0.3)
        assert watch.end_overdue() == 1
        return near.recv(1)

    with near, far:
        assert watch(wait_for_an_answer, "SELECT 1", (), False, {"connection": Wrapper}) == b""


def test_what_is_answered_in_time_is_left_alone(db, settings):
    watch = AnswerWatch()
    with connection.execute_wrapper(watch):
        assert not Session.objects.exists()
    assert watch.waiting == {} and watch.end_overdue() == 0


@pytest.mark.django_db(transaction=True)
def test_a_real_server_is_given_up_while_the_lock_of_another_makes_it_wait(tmp_path):
    """A statement that waits for a lock is as silent as a server that hangs."""
    confirmed_owner("Olive Tan", "olive@fernhill.example")
    options = ("--worker-class=gthread", "--threads=4")
    with web(tmp_path / "web.log", *options, DATABASE_ANSWER_SECONDS="1") as (origin, _pid):
        browser = Wire(origin)
        browser.get("/sign-in/")
        with connection.cursor() as cursor:
            cursor.execute("BEGIN; LOCK TABLE accounts_user IN ACCESS EXCLUSIVE MODE")
            try:
                began, answers = time.monotonic(), []
                form = {"email": "olive@fernhill.example", "password": "x" * 12}
                waiting = threading.Thread(target=lambda: answers.append(browser.post("/sign-in/", form)))
                waiting.start()
                assert Wire(origin).get("/healthz/").status == 200
                waiting.join(10)
                assert answers[0].status == 503 and time.monotonic() - began < 5
            finally:
                cursor.execute("ROLLBACK")
        assert browser.post("/sign-in/", form).status == 200


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("silent_at", [b"", b"COMMIT"], ids=["a kept connection is asked", "a commit"])
def test_a_server_that_hangs_is_given_up(tmp_path, silent_at):
    """Django asks a kept connection whether it still answers; that question and COMMIT are no statements of ours."""
    confirmed_owner("Olive Tan", "olive@fernhill.example")
    options = ("--worker-class=gthread", "--threads=1")  # the same thread has the same connection
    with Relay(database_url()) as relay, ExitStack() as up:
        given = {"DATABASE_URL": relay.url, "DATABASE_ANSWER_SECONDS": "1"}
        origin, _pid = up.enter_context(web(tmp_path / "web.log", *options, **given))
        browser = Wire(origin)
        browser.get("/reset/")
        form = {"email": "olive@fernhill.example"}
        assert browser.post("/reset/", form).status == 302
        relay.mute_at(silent_at)
        began = time.monotonic()
        assert browser.post("/reset/", form).status == 503 and time.monotonic() - began < 5
        relay.speak()
        assert browser.post("/reset/", form).status == 302
