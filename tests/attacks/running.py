"""A real web server on the test's own database, with the real hash."""

import os
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager

from merchant_portal.local.processes import tied
from tests.attacks.wire import Wire
from tests.worker import database_url, wait_for


def answers(base: str) -> bool:
    """Says whether a site is up at `base`."""
    try:
        return Wire(base).get("/healthz/").status == 200
    except OSError:
        return False


@contextmanager
def web(log, *options: str, **env: str):
    """Runs gunicorn with `options` and settings `env`; yields its origin and its master's pid."""
    listener = socket.create_server(("127.0.0.1", 0))  # handed over, so that nobody else can take the port meanwhile
    origin = f"http://127.0.0.1:{listener.getsockname()[1]}"
    bind = f"--bind=fd://{listener.fileno()}"
    command = [sys.executable, "-m", "gunicorn", "merchant_portal.wsgi", "--no-control-socket", bind, *options]
    settings = os.environ | {"DATABASE_URL": database_url(), "PUBLIC_ORIGIN": origin} | env
    with open(log, "ab") as written:
        ways = {"stdout": written, "stderr": written, "pass_fds": [listener.fileno()]}
        process = subprocess.Popen(command, env=settings, **ways, **tied(signal.SIGTERM))
    try:
        wait_for(lambda: answers(origin))
        yield origin, process.pid
    finally:
        process.terminate()
        process.wait(20)
        listener.close()
