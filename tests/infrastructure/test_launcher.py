"""`make run` as a person meets it: one command, everything up, everything gone after Ctrl-C or a crash.

Each test process works on a copy of the checkout, which has a data folder of its own.
"""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from merchant_portal.local import servers
from merchant_portal.local.folder import CHECKOUT
from tests.infrastructure.programs import family, left_of
from tests.services import SET_HERE

PARTS = ("merchant_portal", "accounts", "onboarding", "reviews", "templates", "manage.py")
pytestmark = pytest.mark.skipif(
    not (servers.postgres_folder() and servers.redis_program()), reason="NO EMBEDDED SERVERS FOR THIS MACHINE"
)


class Portal:
    """A copy of the checkout, with the commands that a person gives in it."""

    def __init__(self, folder: Path):
        self.folder = folder
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.origin = f"http://127.0.0.1:{free.getsockname()[1]}"
        kept = {name: value for name, value in os.environ.items() if name not in {*SET_HERE, "DJANGO_SETTINGS_MODULE"}}
        self.environment = kept | {"PUBLIC_ORIGIN": self.origin}

    def start(self, *arguments: str) -> subprocess.Popen:
        command = [sys.executable, "-m", "merchant_portal.local", *arguments]
        output = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
        return subprocess.Popen(command, cwd=self.folder, env=self.environment, **output)

    def run(self) -> tuple[subprocess.Popen, str]:
        """Returns the launcher and what it said until everything was up."""
        launcher, lines = self.start("--without-demo"), []
        for line in launcher.stdout:
            lines.append(line)
            if line.startswith("  data "):
                return launcher, "".join(lines)
        raise AssertionError("".join(lines))

    def get(self, path: str) -> str:
        with urllib.request.urlopen(self.origin + path, timeout=10) as answer:  # noqa: S310 - ours
            return answer.read().decode()


@pytest.fixture(scope="module")
def portal(tmp_path_factory):
    folder = tmp_path_factory.mktemp("checkout")
    for part in PARTS:
        copy = shutil.copytree if (CHECKOUT / part).is_dir() else shutil.copy2
        copy(CHECKOUT / part, folder / part)
    portal = Portal(folder)
    yield portal
    with portal.start("--clean") as cleaning:
        assert cleaning.wait(20) == 0


def end(launcher, with_signal=signal.SIGINT) -> tuple[int, str]:
    launcher.send_signal(with_signal)
    shown = launcher.communicate(timeout=30)[0]
    return launcher.returncode, shown


def test_it_says_where_everything_is_and_ends_when_asked(portal):
    launcher, shown = portal.run()
    for place in ("/", "/admin/", "/local/mailbox/"):
        assert f" {portal.origin}{place}\n" in shown
    assert json.loads(portal.get("/local/mailbox/messages.json")) == []
    ready = json.loads(portal.get("/readyz/"))
    assert (ready["status"], ready["database"], ready["broker"]) == ("ready", True, True) and ready["ages"]
    pids = family(launcher.pid)
    assert end(launcher)[0] == 0
    assert not left_of(pids)


def test_killing_it_leaves_nothing_behind_and_it_starts_again_soon_and_when_one_program_dies_all_end(portal):
    launcher, _ = portal.run()
    pids = family(launcher.pid)
    assert len(pids) > 8
    assert end(launcher, signal.SIGKILL)[0] == -signal.SIGKILL
    began = time.monotonic()
    launcher, _ = portal.run()  # at once: it waits for what is still ending
    assert time.monotonic() - began < 10  # seconds, the contract's
    assert not left_of(pids)

    pids = family(launcher.pid)
    beat = next(pid for pid in pids if b"\0beat\0" in Path(f"/proc/{pid}/cmdline").read_bytes())
    os.kill(beat, signal.SIGKILL)
    shown = launcher.communicate(timeout=30)[0]
    assert launcher.returncode == 1
    assert "beat stopped unexpectedly (-9). Its last lines:\n" in shown
    assert not left_of(pids)


def test_a_second_one_is_refused_and_disturbs_nothing_and_another_signal_ends_it(portal):
    launcher, _ = portal.run()
    pids = family(launcher.pid)
    for arguments in ((), ("--clean",)):
        second = portal.start(*arguments)
        shown = second.communicate(timeout=30)[0].splitlines()
        assert (second.returncode, shown) == (
            1,
            [f"The portal of this checkout is already running (process {launcher.pid})."],
        )
    assert portal.get("/healthz/")
    assert end(launcher, signal.SIGTERM)[0] == 0
    assert not left_of(pids)


def test_a_taken_port_is_reported_in_one_sentence(portal):
    with socket.create_server(("127.0.0.1", int(portal.origin.rpartition(":")[2]))):
        launcher = portal.start()
        shown = launcher.communicate(timeout=30)[0].splitlines()
    assert launcher.returncode == 1
    assert len(shown) == 1 and "Address already in use" in shown[0] and "PUBLIC_ORIGIN=" in shown[0]
