"""The processes of a whole portal, real and on loopback; each can be killed, frozen and started again."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg

from merchant_portal.local import servers
from merchant_portal.local.folder import CHECKOUT, own
from merchant_portal.local.processes import see_ended, tied
from tests import worker
from tests.attacks.wire import Wire
from tests.infrastructure.programs import family
from tests.services import ENVIRONMENT, PREFIX
from tests.sms_gateway import SmsGateway
from tests.smtp_script import ScriptedServer

LIMITS = ("SIGN_IN", "REGISTER", "RESET", "RESEND", "HELP", "READINESS")
SETTINGS = ENVIRONMENT | {f"LIMIT_{name}": "0" for name in LIMITS} | {"SENDS_PER_HOUR": "1000"}
CELERY = ["celery", "-A", "merchant_portal"]
WORKER = [*CELERY, "worker", "--pool", "solo", "--without-gossip", "--without-mingle", "--queues"]
QUEUES = ("mail", "texts", "documents", "celery")
SECONDS = 60  # until something must have happened


def wait_for(condition, seconds: float = SECONDS) -> float:
    """Waits until `condition` is true. Returns how many seconds that took; fails after `seconds`."""
    began = time.monotonic()
    worker.wait_for(condition, seconds)
    return time.monotonic() - began


class Processes:
    """Everything a portal consists of: up inside `with`; `origin` is where it answers."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.home = own(Path(tempfile.mkdtemp(prefix=PREFIX, dir="/tmp")))
        self.servers = servers.Servers(self.home)
        self.mail, self.gateway = ScriptedServer(), SmsGateway()
        self.processes: dict[str, subprocess.Popen] = {}
        self.port = _free_port()
        self.origin = f"http://127.0.0.1:{self.port}"

    def __enter__(self):
        self.servers.start()
        self.mail.__enter__()
        self.gateway.__enter__()
        self.environment = os.environ | SETTINGS | {
            "DATABASE_URL": servers.database_url(self.home),
            "REDIS_URL": servers.redis_url(0, self.home),
            "STORAGE_URL": f"file://{self.folder}/files",
            "EMAIL_URL": f"smtp://127.0.0.1:{self.mail.port}",
            "SMS_URL": self.gateway.url,
            "PUBLIC_ORIGIN": self.origin,
            "PYTHONUNBUFFERED": "1",
        }  # fmt: skip
        for command in (["migrate", "--no-input"], ["load_catalogue"], ["prepare_storage"]):
            prepared = self.manage(*command)
            assert prepared.returncode == 0, prepared.stderr
        for name in ("web", *QUEUES, "beat"):
            self.start(name)
        wait_for(lambda: self.get("/healthz/") == 200)
        return self

    def __exit__(self, *unused):
        for name in list(self.processes):
            self.kill(name)
        self.servers.stop()
        self.mail.__exit__()
        self.gateway.__exit__()
        shutil.rmtree(self.home, ignore_errors=True)

    def manage(self, *arguments: str, **env: str) -> subprocess.CompletedProcess:
        """Runs a management command. Returns what it said and its exit status."""
        command = [sys.executable, "manage.py", *arguments]
        shown = {"capture_output": True, "text": True, "timeout": 120}
        return subprocess.run(command, cwd=CHECKOUT, env=self.environment | env, **shown)

    def start(self, name: str, *, ahead: int = 0, **env: str) -> None:
        """Starts the process `name`, with other settings `env`; its clock may be `ahead` by so many seconds."""
        if name == "web":
            module = ["gunicorn", "merchant_portal.wsgi", "--bind", f"127.0.0.1:{self.port}", "--no-control-socket"]
            module += ["--worker-class", "gthread", "--workers", "2", "--threads", "8"]
        elif name.startswith("beat"):  # "beat+1" is a second one
            module = [*CELERY, "beat", "--schedule", str(self.home / f"{name}-schedule"), "--pidfile", ""]
        else:
            module = [*WORKER, name]
        shifted = ["tests.outages.shifted", str(ahead)] if ahead else []
        with open(self.folder / f"{name}.log", "ab") as log:
            self.processes[name] = subprocess.Popen(
                [sys.executable, "-m", *shifted, *module],
                env=self.environment | env, stdout=log, stderr=log, **tied(signal.SIGTERM),
            )  # fmt: skip

    def kill(self, name: str) -> None:
        """Ends a process and its children as a power cut would."""
        process = self.processes.pop(name)
        process.kill()
        see_ended(process, 5)

    def restart(self, name: str, **options) -> None:
        """Kills a process and starts it again."""
        self.kill(name)
        self.start(name, **options)

    def freeze(self, name: str) -> set[int]:
        """Stops a server of ours (postgres, redis) in its tracks: it accepts, and says nothing. Returns the pids."""
        pids = family(self.servers.processes[name].pid)
        for pid in pids:
            os.kill(pid, signal.SIGSTOP)
        return pids

    @staticmethod
    def thaw(pids: set[int]) -> None:
        """Lets what was frozen go on."""
        for pid in pids:
            os.kill(pid, signal.SIGCONT)

    def get(self, path: str) -> int:
        """Returns the status of a page, or 0 where nothing answers."""
        try:
            return Wire(self.origin).get(path).status
        except OSError:
            return 0

    def sql(self, query: str, *values) -> list[tuple]:
        """Returns the rows of one statement, over a connection of its own."""
        place = {"host": str(servers.sockets(self.home)), "user": servers.NAME, "dbname": servers.NAME}
        with psycopg.connect(**place, autocommit=True, connect_timeout=3) as link:
            cursor = link.execute(query, values)
            return cursor.fetchall() if cursor.description else []

    def count(self, where: str) -> int:
        """Returns how many messages `where` holds for."""
        return self.sql(f"SELECT count(*) FROM messaging_message WHERE {where}")[0][0]  # noqa: S608 - of the tests


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return free.getsockname()[1]
