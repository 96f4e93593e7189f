"""`make run`: everything the portal consists of, on one machine, together; Ctrl-C ends all of it.

Exit status: 0 after Ctrl-C or SIGTERM, 1 if something could not start or ended by itself.
"""

import argparse
import http.client
import io
import os
import selectors
import signal
import socket
import sys
import time
from urllib.parse import urlsplit

import django
from django.conf import settings
from django.core.management import CommandError, call_command

from merchant_portal.local import folder, servers, translations
from merchant_portal.local.folder import SetupProblem
from merchant_portal.local.processes import Program, end, end_with_parent

SECONDS_TO_ANSWER = 60
SECONDS_TO_END = 10
# A process for each queue: none of them holds up another.
WORKERS = {"mail": "mail", "texts": "texts", "docs": "documents", "clocks": "celery"}
PYTHON = [sys.executable, "-W", "ignore::UserWarning:celery.platforms"]  # as root: here it harms nobody


def main(arguments: list[str]) -> int:
    """Runs the portal, or with `--clean` forgets its data. Returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m merchant_portal.local", description=main.__doc__)
    parser.add_argument("--clean", action="store_true", help="remove the data folder of this checkout")
    parser.add_argument("--without-demo", action="store_true", help="do not load the demo world")
    parser.add_argument("--end-with-parent", action="store_true", help="end when the caller (make) is killed")
    wanted = parser.parse_args(arguments)
    if wanted.end_with_parent:
        end_with_parent(os.getppid(), signal.SIGTERM)
    try:
        if wanted.clean:
            folder.forget()
        else:
            _listen_to_signals()
            Launcher(demo=not wanted.without_demo).run()
    except SetupProblem as trouble:
        print(trouble, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped.")
    return 0


def _listen_to_signals() -> None:
    def stop(*unused):
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)  # ending takes its few seconds, once
        raise KeyboardInterrupt

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)


class Launcher:
    """Starts the servers, makes the data ready, then starts web, worker and beat and passes on what they say."""

    def __init__(self, *, demo: bool = True):
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "merchant_portal.settings")
        django.setup()
        if settings.ENVIRONMENT != "local":
            raise SetupProblem(f"make run is for a developer's machine: unset ENVIRONMENT={settings.ENVIRONMENT}.")
        self.demo = demo
        self.home = folder.data_folder()
        self.origin = settings.PUBLIC_ORIGIN
        parts = urlsplit(self.origin)
        self.host, self.port = parts.hostname, parts.port or {"http": 80, "https": 443}[parts.scheme]
        self.servers = servers.Servers(self.home)
        self.programs: list[Program] = []

    def run(self) -> None:
        """Returns never: raises KeyboardInterrupt when asked to end, Trouble when something else ends."""
        try:
            self.servers.start(postgres=not _is_given("DATABASE_URL"), redis=not _is_given("REDIS_URL"))
            self._check_port()  # only now: what a killed launcher left has ended
            sign_ins = self._prepare()
            self._start(self._web())
            self._pass_on(until=self._answers, within=SECONDS_TO_ANSWER)
            self._start(self._background())
            self._say_where(sign_ins)
            self._pass_on()
        finally:
            end(self.programs, SECONDS_TO_END)
            self.servers.stop()

    def _check_port(self) -> None:
        family = socket.AF_INET6 if ":" in self.host else socket.AF_INET
        try:
            socket.create_server((self.host, self.port), family=family).close()
        except OSError as error:
            reason = os.strerror(error.errno) if error.errno > 0 else error.strerror  # below zero: no such host
            raise SetupProblem(
                f"{self.origin} can't be served here ({reason}): "
                "stop the program that uses it, or choose another address, such as PUBLIC_ORIGIN=http://127.0.0.1:8001."
            ) from error

    def _prepare(self) -> str:
        """Brings database, translations, catalogue and demo world up to date. Returns whom one can sign in as."""
        print("Getting ready …", flush=True)
        translations.compile_stale()
        call_command("migrate", verbosity=0, interactive=False)
        sign_ins = io.StringIO()
        call_command("load_catalogue", stdout=io.StringIO())
        _prepare_storage()
        if self.demo:
            call_command("demo", stdout=sign_ins, stderr=sys.stdout, no_color=True)
        django.db.connections.close_all()
        return sign_ins.getvalue()

    def _web(self) -> dict[str, list[str]]:
        host = f"[{self.host}]" if ":" in self.host else self.host
        web = ["gunicorn", "merchant_portal.wsgi", "--bind", f"{host}:{self.port}", "--reload", "--no-control-socket"]
        web += ["--worker-class", "gthread", "--workers", "2", "--threads", "8", "--graceful-timeout", "3"]
        return {"web": web}

    def _background(self) -> dict[str, list[str]]:
        celery = ["celery", "--app", "merchant_portal", "--quiet"]
        worker = [*celery, "worker", "--pool", "solo", "--without-gossip", "--without-mingle", "--queues"]
        beat = [*celery, "beat", "--schedule", str(self.home / "beat-schedule"), "--pidfile", ""]
        return {name: [*worker, queue] for name, queue in WORKERS.items()} | {"beat": beat}

    def _start(self, programs: dict[str, list[str]]) -> None:
        lock = self.servers.lock.fileno()
        for name, command in programs.items():
            self.programs.append(Program(name, [*PYTHON, "-m", *command], keep_open=(lock,)))

    def _answers(self) -> bool:
        link = http.client.HTTPConnection(self.host, self.port, timeout=1)
        try:
            link.request("GET", "/healthz/")
            return link.getresponse().status == http.HTTPStatus.OK
        except OSError:
            return False
        finally:
            link.close()

    def _pass_on(self, until=lambda: False, within: float = float("inf")) -> None:
        """Prints what the programs write until `until()`. Raises SetupProblem if one ends, or after `within` s."""
        give_up = time.monotonic() + within
        with selectors.DefaultSelector() as waiting:
            for program in self.programs:
                waiting.register(program.output, selectors.EVENT_READ, program)
            while not until():
                for key, _ in waiting.select(timeout=0.1):
                    self._print_lines(key.data)
                self._check_all_run()
                if time.monotonic() > give_up:
                    raise SetupProblem(f"{self.origin} did not answer within {within} seconds.")

    def _print_lines(self, program: Program) -> None:
        for line in program.read_lines():
            print(f"{program.name:<6} | {line}", flush=True)

    def _check_all_run(self) -> None:
        name = self.servers.has_ended()
        if name:
            raise SetupProblem(f"{name} stopped unexpectedly. Its last lines:\n{self.servers.last_lines(name)}")
        for program in self.programs:
            if program.has_ended():
                self._print_lines(program)
                last = "\n".join(program.last_lines)
                raise SetupProblem(
                    f"{program.name} stopped unexpectedly ({program.process.returncode}). Its last lines:\n{last}"
                )

    def _say_where(self, sign_ins: str) -> None:
        places = {
            "site": f"{self.origin}/",
            "console": f"{self.origin}/admin/",
            "mailbox": f"{self.origin}/local/mailbox/",
            **(
                {"codes": f"{self.origin}/local/codes/ (the authenticator apps of the demo staff)"} if self.demo else {}
            ),
            "data": f"{self.home} (make clean deletes it)",
        }
        lines = [f"  {name:<9} {place}" for name, place in places.items()]
        lines += ["", sign_ins.rstrip(), ""] if sign_ins else [""]
        print("\nThe portal is running. Press Ctrl-C to stop it.\n", *lines, sep="\n", flush=True)


def _prepare_storage() -> None:
    try:
        call_command("prepare_storage", stdout=io.StringIO())
    except CommandError as error:
        raise SetupProblem(f"{error} (make clean forgets the data of this checkout.)") from error


def _is_given(name: str) -> bool:
    return bool(os.environ.get(name) or os.environ.get(f"{name}_FILE"))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
