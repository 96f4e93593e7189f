"""A private S3 server for the tests: one for the whole run, started by the first test that needs it.

Its keeper, `python -m tests.s3 FOLDER RUNNER`, starts it, writes into FOLDER/url where it is, and ends it when the
process RUNNER has ended, however that came. The server ends with its keeper.
"""

import contextlib
import fcntl
import json
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlsplit

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from merchant_portal.local.folder import CHECKOUT
from merchant_portal.local.processes import see_ended, tied

KEY, SECRET, BUCKET = "portal-tests", "only-the-tests-know-this-secret", "documents"
STRANGER = "stranger", "a-stranger-has-a-secret-too"  # another tenant of the same server, who may do nothing
SECONDS_TO_START = 60
# It opens every one of them, and others than these nowhere.
PORTS = ["master.port", "volume.port", "filer.port", "s3.port"]
PORTS = [*PORTS, *(f"{name}.grpc" for name in PORTS), "s3.port.iceberg", "s3.port.lance"]


def identity(name: str, key: str, secret: str, *actions: str) -> dict:
    """Returns who `name` is, as the server reads it."""
    return {"name": name, "credentials": [{"accessKey": key, "secretKey": secret}], "actions": actions}


def program() -> str | None:
    """Returns where the server's program is, None where it is not installed."""
    beside = Path(sys.executable).with_name("weed")
    return str(beside) if beside.exists() else shutil.which("weed")


def url_of_run(folder: Path) -> str:
    """Returns the STORAGE_URL of this run's server, which is started if it is not up yet.

    `folder` is the same for all processes of the run.
    """
    shown = folder / "url"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not shown.exists():
            _start_keeper(folder, shown)
    return shown.read_text()


def _start_keeper(folder: Path, expected: Path) -> None:
    runner = os.getppid() if os.environ.get("PYTEST_XDIST_WORKER") else os.getpid()
    with (folder / "log").open("wb") as log:
        keeper = subprocess.Popen(
            [sys.executable, "-m", "tests.s3", folder, str(runner)],
            cwd=CHECKOUT, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip
    give_up = time.monotonic() + SECONDS_TO_START
    while not expected.exists():
        if keeper.poll() is not None or time.monotonic() > give_up:
            raise RuntimeError(f"The S3 server did not start:\n{(folder / 'log').read_text()[-2000:]}")
        time.sleep(0.05)
    keeper.returncode = 0  # it outlives this process on purpose, and nobody here waits for it


def keep(folder: Path, runner: int) -> None:
    """Keeps the server until the process `runner` has ended."""
    ended = os.pidfd_open(runner)
    home = Path(tempfile.mkdtemp(prefix="portal-tests-s3-"))
    ports = _free_ports()
    server = subprocess.Popen(_command(home, ports), cwd=home, env={"TMPDIR": str(home)}, **tied(signal.SIGKILL))
    try:
        url = f"s3://{KEY}:{SECRET}@127.0.0.1:{ports['s3.port']}/{BUCKET}?region=eu-test-1"
        _make_bucket(url, server)
        _say(folder / "url", url)
        select.select([ended], [], [])
    finally:
        server.kill()  # asked politely it takes half a minute, for data that nobody wants
        see_ended(server, 5)
        _sweep(home, ports)


def _command(home: Path, ports: dict[str, int]) -> list[str]:
    people = (
        identity("portal", KEY, SECRET, "Admin", "Read", "Write", "List"),
        identity("stranger", *STRANGER, "Read:no"),
    )
    (home / "identities.json").write_text(json.dumps({"identities": people}))
    (home / "data").mkdir()
    here = ["-ip=127.0.0.1", "-ip.bind=127.0.0.1", f"-dir={home}/data", "-master.telemetry=false", "-volume.max=60"]
    sockets = [f"-filer.localSocket={home}/filer.sock", f"-s3.localSocket={home}/s3.sock"]
    s3 = ["-s3", f"-s3.config={home}/identities.json", "-s3.iam=false"]
    chosen = [f"-{name}={port}" for name, port in ports.items()]
    return [program(), "server", *here, "-master.volumeSizeLimitMB=64", *s3, *sockets, *chosen]


def _free_ports() -> dict[str, int]:
    with contextlib.ExitStack() as held:
        taken = [held.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in PORTS]
        return {name: server.getsockname()[1] for name, server in zip(PORTS, taken, strict=True)}


def client(url: str, key: str = KEY, secret: str = SECRET):
    """Returns a client that belongs to nobody's application. The caller closes it."""
    signed = Config(signature_version="s3v4", s3={"addressing_style": "path"}, retries={"total_max_attempts": 1})
    address = f"http://{urlsplit(url).netloc.rpartition('@')[2]}"
    return boto3.client(
        "s3", endpoint_url=address, aws_access_key_id=key, aws_secret_access_key=secret, region_name="eu-test-1",
        config=signed,
    )  # fmt: skip


def _make_bucket(url: str, server: subprocess.Popen) -> None:
    """Waits until the server keeps what it is given."""
    with contextlib.closing(client(url)) as link:
        while server.poll() is None:
            try:
                link.create_bucket(Bucket=BUCKET)
                link.put_object(Bucket=BUCKET, Key="first", Body=b"kept")
                return
            except (BotoCoreError, ClientError):
                time.sleep(0.1)
    raise RuntimeError("the server ended")


def _say(place: Path, text: str) -> None:
    """Writes `text` so that whoever sees the file sees all of it."""
    place.with_suffix(".new").write_text(text)
    place.with_suffix(".new").rename(place)


def _sweep(home: Path, ports: dict[str, int]) -> None:
    shutil.rmtree(home, ignore_errors=True)
    for port in ports.values():  # sockets whose place cannot be chosen
        for left in Path("/tmp").glob(f"seaweedfs-*-{port}.sock"):  # noqa: S108 - its own choice
            left.unlink(missing_ok=True)


if __name__ == "__main__":
    keep(Path(sys.argv[1]), int(sys.argv[2]))
