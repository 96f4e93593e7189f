"""The site while its storage hangs: everything but documents goes on, and documents are 503 with a sentence."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from merchant_portal.local.processes import tied
from onboarding.models import DocumentVersion
from tests.onboarding.joining import save_company, send_paper
from tests.silent_server import SilentServer
from tests.worker import database_url, wait_for

pytestmark = pytest.mark.django_db(transaction=True)
THREADS = 4


class Site:
    """The portal's web process, one, as in production."""

    def __init__(self, log, **env):
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        command = [sys.executable, "-m", "gunicorn", "merchant_portal.wsgi", "--bind", f"127.0.0.1:{self.port}"]
        command += ["--worker-class", "gthread", "--workers", "1", "--threads", str(THREADS), "--no-control-socket"]
        with open(log, "wb") as said:
            env = os.environ | {"DATABASE_URL": database_url()} | env
            self.process = subprocess.Popen(command, env=env, stdout=said, stderr=said, **tied(signal.SIGTERM))

    def get(self, path: str, cookies: str = ""):
        """Returns the seconds it took, the status, the headers and the body."""
        began = time.monotonic()
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            link.request("GET", path, headers={"Host": "testserver", "Cookie": cookies})
            answer = link.getresponse()
            return time.monotonic() - began, answer.status, answer.headers, answer.read().decode()
        finally:
            link.close()

    def is_up(self) -> bool:
        try:
            return self.get("/healthz/")[1] == 200
        except OSError:
            return False

    def end(self):
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(10)


@pytest.fixture
def site(tmp_path):
    with SilentServer() as server:
        env = {"STORAGE_URL": server.storage_url, "STORAGE_READ_SECONDS": "2", "STORAGE_REQUESTS": "2"}
        running = Site(tmp_path / "log", **env)
        try:
            wait_for(running.is_up)
            yield running
        finally:
            running.end()


def test_signing_in_goes_on_while_the_storage_hangs(site, signed_in, catalogue_loaded):
    save_company(signed_in)
    send_paper(signed_in, "business_licence")
    path = f"/documents/{DocumentVersion.objects.get().pk}/pages/1/"
    cookies = "; ".join(f"{name}={cookie.value}" for name, cookie in signed_in.cookies.items())
    with ThreadPoolExecutor(8) as pool:
        asked = [pool.submit(site.get, path, cookies) for _ in range(8)]
        time.sleep(0.2)
        pages = [site.get("/sign-in/") for _ in range(5)]
        answers = [one.result() for one in asked]
    assert all(status == 200 and took < 2 for took, status, _headers, _body in pages), [page[:2] for page in pages]
    assert {status for _took, status, _headers, _body in answers} == {503}
    for _took, _status, headers, body in answers:
        assert headers["Retry-After"] == "30" and "reach our document storage" in body
    assert sum(took < 2 for took, *_ in answers) >= 4, "who finds no place does not wait"
    assert max(took for took, *_ in answers) < 7
