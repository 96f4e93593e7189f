"""A real Celery worker (and beat) beside the test, on the test's own database, broker and mail server."""

import os
import signal
import subprocess
import sys
import time
from urllib.parse import quote

from django.db import connection
from django.utils import timezone
from kombu import pools

from merchant_portal.celery import app
from merchant_portal.local.processes import tied
from merchant_portal.messaging.models import Message

SECONDS = 30
started: set["Program"] = set()  # and not yet ended


def database_url() -> str:
    """Returns the address of the database this test runs on."""
    given = connection.settings_dict
    return f"postgresql://{given['USER']}@/{given['NAME']}?host={quote(given['HOST'])}"


class Program:
    """One process of the portal: started with `start`, ended with `kill`."""

    def __init__(self, *arguments: str, log, **env: str):
        self.arguments, self.log = arguments, log
        self.env = os.environ | {"DATABASE_URL": database_url(), "PYTHONUNBUFFERED": "1"} | env
        self.process = None

    def start(self):
        command = [sys.executable, "-m", "celery", "-A", "merchant_portal", *self.arguments]
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(command, env=self.env, stdout=log, stderr=log, **tied(signal.SIGTERM))
        started.add(self)
        return self

    def kill(self) -> None:
        """Ends it and its children as a power cut would, which takes no time: nothing is lost by it."""
        started.discard(self)
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(SECONDS)


def worker(log, email_url: str, *options: str, **env) -> Program:
    """Returns a worker, not yet started. Without `options` it serves every queue."""
    return Program(
        "worker", "--concurrency=1", "--without-gossip", "--without-mingle", "--without-heartbeat", *options,
        log=log, EMAIL_URL=email_url, **env,
    )  # fmt: skip


def beat(log, **env) -> Program:
    """Returns a beat that sweeps every second, not yet started."""
    return Program("beat", "--schedule", f"{log}.schedule", log=log, SWEEP_SECONDS="1", **env)


def end_left() -> None:
    """Ends what a test left running when it failed: it would work on the rows of the next ones."""
    for program in list(started):
        program.kill()


def make_due() -> None:
    """Lets the time pass after which a message that was refused is tried again."""
    Message.objects.filter(status=Message.Status.WAITING).update(due_at=timezone.now())


def wait_for(condition, seconds: float = SECONDS):
    """Returns what `condition` returns as soon as that is true. Fails after `seconds`."""
    ends = time.monotonic() + seconds
    while True:
        found = condition()
        if found:
            return found
        assert time.monotonic() < ends, "it did not happen in time"
        time.sleep(0.02)


def use_broker(url: str) -> None:
    """Has this process publish to the broker at `url` from now on."""
    app.conf.broker_url = url
    pools.reset()
    app.close()
    del app.amqp  # a cached property: the next use makes it for the new broker
