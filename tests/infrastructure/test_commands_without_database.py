"""Without a database every command of ours says so in one line, and fails."""

import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.core.management import get_commands
from django.db import InterfaceError, OperationalError, ProgrammingError, connection

import manage
from merchant_portal.storage import private

ROOT = Path(__file__).resolve().parents[2]
OURS = ("merchant_portal", "accounts", "onboarding", "reviews")
ARGUMENTS = {
    "create_reviewer": ["rita@portal.example", "--role=lead"],
    "require_new_password": ["olive@fernhill.example", "--reason=leaked"],
    "unlock": ["olive@fernhill.example", "--reason=asked"],
}
NEEDS_NONE = {"createsuperuser", "changepassword", "doctor", "demo", "print_states"}  # refuse, report, or need no row
COMMANDS = {name for name, app in get_commands().items() if app.startswith(OURS)} - NEEDS_NONE


def run(*arguments: str, **changed: str) -> subprocess.CompletedProcess:
    env = os.environ | {"DATABASE_URL": "postgresql://portal@127.0.0.1:1/portal"} | changed
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)


@contextmanager
def no_database():
    """Nothing that is asked of the database is answered."""

    def fail(execute, sql, params, many, context):
        raise OperationalError("connection refused")

    with connection.execute_wrapper(fail):
        yield


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted({*COMMANDS, "migrate"}))
def test_one_line_and_a_failure(name, settings):
    if name == "prepare_storage":  # one that is prepared asks no database
        settings.STORAGES = settings.STORAGES | {"default": private.storage_settings("file:///nowhere/at/all")}
    with no_database(), pytest.raises(SystemExit) as ended:
        manage.main(["manage.py", name, *ARGUMENTS.get(name, [])])
    assert ended.value.code == "The database does not answer: connection refused"


def test_a_real_process_says_so_on_its_error_output():
    ended = run("unlock", *ARGUMENTS["unlock"])
    assert ended.returncode == 1
    assert ended.stderr.startswith("The database does not answer: ") and ended.stderr.count("\n") == 1


def test_doctor_reports_the_rest_and_fails():
    ended = run("doctor")
    lines = ended.stdout.splitlines()
    assert ended.returncode == 1 and "Traceback" not in ended.stderr
    assert any(line.startswith("database   FAIL") for line in lines)
    assert any(line.startswith("broker     ok") for line in lines)


@pytest.mark.parametrize("error", [OperationalError("gone\nmore"), InterfaceError("gone")])
def test_a_database_that_goes_meanwhile_is_the_same(monkeypatch, error):
    def fail(arguments):
        raise error

    monkeypatch.setattr(manage, "execute_from_command_line", fail)
    with pytest.raises(SystemExit) as ended:
        manage.main(["manage.py", "unlock"])
    assert ended.value.code == "The database does not answer: gone"
    with pytest.raises(type(error)):
        manage.main(["manage.py", "unlock", "--traceback"])


def test_a_fault_of_ours_keeps_its_traceback(monkeypatch):
    monkeypatch.setattr(manage, "execute_from_command_line", lambda arguments: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        manage.main(["manage.py"])
    error = ProgrammingError("no such table")
    monkeypatch.setattr(manage, "execute_from_command_line", lambda arguments: (_ for _ in ()).throw(error))
    with pytest.raises(ProgrammingError):
        manage.main(["manage.py"])
