"""The site while its storage hangs: everything but documents goes on, and documents are 503 with a sentence."""

import http.client
import os
import signal
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from merchant_portal.local.processes import tied
from onboarding.models import DocumentVersion
from tests.onboarding.joining import save_company, send_document
from tests.silent_server import SilentServer
from tests.worker import database_url, wait_for

pytestmark = pytest.mark.django_db(transaction=True)
THREADS, PLACES = 4, 2
PATIENT = 90  # seconds, on a machine that does much else


class Site:
    """The portal's web process, one, as in production."""

    def __init__(self, log, **env):
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        command = [sys.executable, "-m", "gunicorn", "merchant_portal.wsgi", "--bind", f"127.0.0.1:{self.port}"]
        command += ["--worker-class", "gthread", "--workers", "1", "--threads", str(THREADS), "--no-control-socket"]
        with open(log, "wb") as shown:
            env = os.environ | {"DATABASE_URL": database_url()} | env
            self.process = subprocess.Popen(command, env=env, stdout=shown, stderr=shown, **tied(signal.SIGTERM))

    def get(self, path: str, cookies: str = ""):
        """Returns the status, the headers and the body."""
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENT)
        try:
            link.request("GET", path, headers={"Host": "testserver", "Cookie": cookies})
            answer = link.getresponse()
            return answer.status, answer.headers, answer.read().decode()
        finally:
            link.close()

    def is_up(self) -> bool:
        try:
            return self.get("/healthz/")[0] == 200
        except OSError:
            return False

    def end(self):
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(10)


@pytest.fixture
def server():
    """A storage that hangs until the test says otherwise."""
    with SilentServer() as server:
        yield server


@pytest.fixture
def site(tmp_path, server):
    env = {"STORAGE_URL": server.storage_url, "STORAGE_READ_SECONDS": "60", "STORAGE_REQUESTS": str(PLACES)}
    running = Site(tmp_path / "log", **env)
    try:
        wait_for(running.is_up, PATIENT)
        yield running
    finally:
        running.end()


def test_signing_in_goes_on_while_the_storage_hangs(site, server, signed_in, catalogue_loaded):
    save_company(signed_in)
    send_document(signed_in, "business_licence")
    path = f"/documents/{DocumentVersion.objects.get().pk}/pages/1/"
    cookies = "; ".join(f"{name}={cookie.value}" for name, cookie in signed_in.cookies.items())
    with ThreadPoolExecutor(8) as pool:
        asked = [pool.submit(site.get, path, cookies) for _ in range(8)]
        refused = wait_for(lambda: _done(asked, 8 - PLACES), PATIENT)
        pages = [site.get("/sign-in/") for _ in range(5)]
        assert len(_done(asked, 0)) == 8 - PLACES, "the others still wait for the storage, and hold up nobody"
        server.hang_up()
        answers = [one.result() for one in asked]
    assert [status for status, _headers, _body in pages] == [200] * 5 and len(refused) == 8 - PLACES
    for status, headers, body in answers:
        assert status == 503 and headers["Retry-After"] == "30" and "reach our document storage" in body


def _done(asked: list, least: int) -> list:
    """Returns those that were answered, nothing while they are fewer than `least`."""
    done = [one for one in asked if one.done()]
    return done if len(done) >= least else []
