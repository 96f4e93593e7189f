"""The embedded PostgreSQL and Redis: they start, keep their data and never outlive who started them."""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path

import psycopg
import pytest
import redis

from merchant_portal.local import folder, servers
from merchant_portal.local.folder import CHECKOUT
from tests.infrastructure.programs import family, left_of

HOLD_UNTIL_KILLED = """
import sys, pathlib, time
from merchant_portal.local import folder, servers
both = servers.Servers(folder.own(pathlib.Path(sys.argv[1])))
both.start()
print("up", flush=True)
time.sleep(60)
"""
pytestmark = pytest.mark.skipif(
    not (servers.postgres_folder() and servers.redis_program()), reason="NO EMBEDDED SERVERS FOR THIS MACHINE"
)


@pytest.fixture
def home():
    place = Path(tempfile.mkdtemp(prefix="portal-home-", dir="/tmp"))  # short: it holds sockets
    yield folder.own(place)
    shutil.rmtree(place)


@pytest.fixture
def both(home):
    started = servers.Servers(home)
    started.start()
    yield started
    started.stop()


def ask(home, statement):
    with psycopg.connect(servers.database_url(home)) as link:
        return link.execute(statement).fetchone()[0]


def test_postgres_knows_letters_of_every_script_and_redis_counts(both, home):
    with psycopg.connect(servers.database_url(home)) as link:
        link.execute("CREATE EXTENSION pg_trgm")
        link.execute("CREATE EXTENSION btree_gist")
    assert ask(home, "SELECT cardinality(show_trgm('Чай'))") == 4
    assert ask(home, "SELECT cardinality(show_trgm('茶叶'))") > 0
    with redis.from_url(servers.redis_url(3, home)) as link:
        assert link.incr("n") == 1


def test_nobody_else_reaches_them(both, home):
    assert ask(home, "SHOW listen_addresses") == ""
    assert (home.stat().st_mode & 0o007, servers.sockets(home).stat().st_mode & 0o077) == (0, 0)


def test_data_is_kept_and_all_processes_end(both, home):
    with psycopg.connect(servers.database_url(home)) as link:
        link.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    pids = {pid for process in both.processes.values() for pid in family(process.pid)}
    both.stop()
    assert not left_of(pids)
    both.start()
    assert ask(home, "SELECT answer FROM kept") == 42


def test_two_never_share_a_folder(both, home):
    with pytest.raises(folder.SetupProblem, match=f"is already running .process {os.getpid()}"):
        servers.Servers(home).start()
    assert ask(home, "SELECT 1") == 1


def test_a_server_that_cannot_start_leaves_none_running(home):
    (home / "postgres").mkdir()
    (home / "postgres" / "PG_VERSION").write_text("9\n")
    broken = servers.Servers(home)
    with pytest.raises(folder.SetupProblem, match="PostgreSQL 9, not"):
        broken.start()
    assert broken.processes == {}
    folder.hold(home).close()  # free again


def hold_until_killed(home, python=sys.executable, **how):
    command = [python, "-c", HOLD_UNTIL_KILLED, str(home)]
    return subprocess.Popen(command, cwd="/", stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **how)


def check_they_end_with(holder, home):
    with holder:
        assert holder.stdout.readline() == "up\n", holder.stdout.read()
        pids = family(holder.pid)
        assert len(pids) > 3
        holder.send_signal(signal.SIGKILL)
    assert not left_of(pids)
    folder.hold(home).close()


def test_they_end_when_their_starter_is_killed(home):
    check_they_end_with(hold_until_killed(home, env={"PYTHONPATH": str(CHECKOUT)}), home)


def test_an_ordinary_user_runs_them_too():
    if os.getuid():
        pytest.skip("THIS IS AN ORDINARY USER ALREADY")
    place = Path(tempfile.mkdtemp(prefix="portal-user-", dir="/tmp"))
    place.chmod(0o755)
    try:
        shutil.copytree(CHECKOUT / "merchant_portal", place / "merchant_portal")
        as_user = {
            "user": "nobody",
            "group": pwd.getpwnam("nobody").pw_gid,
            "extra_groups": [],
            "env": {"PYTHONPATH": f"{place}:{sysconfig.get_path('purelib')}"},
        }
        python = "/usr/bin/python3"
        tried = subprocess.run([python, "-c", "import psycopg, celery"], cwd="/", capture_output=True, **as_user)
        if tried.returncode:
            pytest.skip("ANOTHER USER CANNOT RUN /usr/bin/python3 WITH OUR PACKAGES HERE")
        home = place / "home"
        home.mkdir()
        shutil.chown(home, "nobody")
        check_they_end_with(hold_until_killed(home, python, **as_user), home)
    finally:
        shutil.rmtree(place)


def test_what_cannot_be_had_is_said_in_one_sentence(monkeypatch):
    monkeypatch.setattr(servers, "postgres_folder", lambda: None)
    monkeypatch.setattr(servers, "redis_program", lambda: None)
    with pytest.raises(folder.SetupProblem) as shown:
        servers.check_obtainable(postgres=True, redis=True)
    assert "DATABASE_URL" in str(shown.value) and "REDIS_URL" in str(shown.value) and "PATH" in str(shown.value)
    servers.check_obtainable(postgres=False, redis=False)
