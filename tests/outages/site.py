"""A whole portal of its own for outages: servers, web, a worker for each queue, beat, mail server and gateway.

Everything is real and on loopback; each process can be killed, frozen and started again with other settings.
"""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from email import message_from_bytes, policy
from pathlib import Path

import psycopg

from merchant_portal.local import servers
from merchant_portal.local.folder import CHECKOUT, own
from merchant_portal.local.processes import see_ended, tied
from tests.attacks.wire import Wire
from tests.factories import PASSWORD
from tests.infrastructure.programs import family
from tests.services import ENVIRONMENT, PREFIX
from tests.sms_gateway import SmsGateway
from tests.smtp_script import ScriptedServer

LIMITS = ("SIGN_IN", "REGISTER", "RESET", "RESEND", "HELP", "READINESS")
SETTINGS = ENVIRONMENT | {f"LIMIT_{name}": "0" for name in LIMITS} | {"SENDS_PER_HOUR": "1000"}
CELERY = ["celery", "-A", "merchant_portal"]
WORKER = [*CELERY, "worker", "--pool", "solo", "--without-gossip", "--without-mingle", "--queues"]
QUEUES = ("mail", "texts", "documents", "celery")
FORM_ID = re.compile(r'name="form_id"[^>]*value="([^"]+)"')
CODE_LINE = re.compile(r"^(\d{6})$", re.MULTILINE)
SECONDS = 60  # until something must have happened


def wait_for(condition, seconds: float = SECONDS) -> float:
    """Waits until `condition` is true. Returns how many seconds that took; fails after `seconds`."""
    began = time.monotonic()
    while not condition():
        assert time.monotonic() - began < seconds, "it did not happen in time"
        time.sleep(0.05)
    return time.monotonic() - began


class Site:
    """`with Site(folder) as site:` has everything up; `site.origin` is where it answers."""

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
        told = {"capture_output": True, "text": True, "timeout": 120}
        return subprocess.run(command, cwd=CHECKOUT, env=self.environment | env, **told)

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

    def sql(self, query: str, *values) -> list[tuple]:
        """Returns the rows of one statement, over a connection of its own."""
        place = {"host": str(servers.sockets(self.home)), "user": servers.NAME, "dbname": servers.NAME}
        with psycopg.connect(**place, autocommit=True, connect_timeout=3) as link:
            cursor = link.execute(query, values)
            return cursor.fetchall() if cursor.description else []

    def count(self, where: str) -> int:
        """Returns how many messages `where` holds for."""
        return self.sql(f"SELECT count(*) FROM messaging_message WHERE {where}")[0][0]  # noqa: S608 - of the tests

    def get(self, path: str) -> int:
        """Returns the status of a page, or 0 where nothing answers."""
        try:
            return Wire(self.origin).get(path).status
        except OSError:
            return 0

    def register(self, email: str) -> Wire:
        """Registers a merchant and returns the browser that did."""
        browser = Wire(self.origin)
        page = browser.get("/register/")
        form = {
            "company_name": "Fernhill Sample Tea Ltd", "contact_name": "Olive Tan", "email": email,
            "phone": "+85261234567", "password": PASSWORD, "terms": "on",
            "form_id": FORM_ID.findall(page.body)[-1],
        }  # fmt: skip
        answer = browser.post("/register/", form, from_page="/register/")
        assert answer.status == 302, answer.status
        return browser

    def letters_to(self, email: str) -> list:
        """Returns the mails that arrived for `email`, oldest first."""
        letters = [message_from_bytes(letter, policy=policy.default) for letter in list(self.mail.letters)]
        return [letter for letter in letters if letter["To"] == email]

    def confirmed(self, email: str) -> Wire:
        """Registers a merchant, confirms the mailbox and returns the browser, signed in."""
        browser = self.register(email)
        wait_for(lambda: self.letters_to(email))
        assert browser.post(link_in(self.letters_to(email)[-1])).location == "/application/"
        return browser

    def sign_in(self, email: str) -> Wire:
        """Gives the password and returns the browser, which is asked for a code."""
        browser = Wire(self.origin)
        answer = browser.post("/sign-in/", {"email": email, "password": PASSWORD})
        assert answer.location == "/sign-in/code/", (answer.status, answer.location)
        return browser


def text_of(letter) -> str:
    return letter.get_body(("plain",)).get_content().replace("\r\n", "\n")


def link_in(letter) -> str:
    """Returns the path of the first link of a mail."""
    return "/" + re.search(r"^http://[^/]+/(\S+)$", text_of(letter), re.MULTILINE)[1]


def code_in(letter) -> str:
    return CODE_LINE.search(text_of(letter))[1]


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return free.getsockname()[1]
