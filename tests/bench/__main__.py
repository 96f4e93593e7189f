"""`make bench`: every step of registration and sign-in beside the bare stack, in turns, in one run."""

import json
import os
import statistics
import subprocess
import sys
from math import isnan, nan

from tests import services  # noqa: F401 - starts PostgreSQL and Redis and names them in the environment
from tests.smtp_sink import SmtpSink

BATCHES, ROUNDS, WARM_UP = 12, 8, 4
SITES = {
    "bare": ("tests.bench.bare.settings", "tests.bench.walks:Bare"),
    "ours": ("merchant_portal.settings", "tests.bench.ours:Ours"),
}
# CPU of ours by that of the bare stack (contract, section 4) and statements, at most.
HELD = {
    "sign-in page": (2.6, 0),
    "password step": (1.8, 14),
    "code step": (1.56, 14),
    "whole sign-in": (1.95, None),
    "signed-in page": (1.5, 1),  # the same small page behind both sites' sign-in
    "landing page": (None, 1),  # ours alone has one
    "registration": (4.3, 18),
    "confirmation": (4.0, None),
    "wrong password": (None, 6),
}
WHOLE = ("sign-in page", "password step", "code step")


class Site:
    """A process that walks when it is told."""

    def __init__(self, name: str, smtp_port: int):
        settings, place = SITES[name]
        env = os.environ | {"DJANGO_SETTINGS_MODULE": settings, "BENCH_SMTP_PORT": str(smtp_port)}
        if name == "bare":  # a database beside the other's
            env["DATABASE_URL"] = env["DATABASE_URL"].replace("/portal?", "/bare?")
        command = [sys.executable, "-W", "ignore", "-m", "tests.bench.site", place]
        self.process = subprocess.Popen(command, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.heard()

    def heard(self) -> dict:
        """Returns the site's next answer."""
        line = self.process.stdout.readline()
        return json.loads(line) if line else sys.exit("a site ended before it answered")

    def walk(self, rounds: int, **how) -> dict:
        self.process.stdin.write(json.dumps({"rounds": rounds} | how) + "\n")
        self.process.stdin.flush()
        return self.heard()

    def end(self) -> None:
        self.process.stdin.close()
        self.process.wait(30)


def main() -> int:
    with SmtpSink() as sink:
        return measured({name: Site(name, sink.port) for name in SITES})


def measured(sites: dict[str, Site]) -> int:
    """Walks through both sites in turns and prints what was found. Returns 1 if a number is not held."""
    cpu: dict[str, dict[str, list]] = {name: {} for name in SITES}
    statements = {}
    try:
        for name, site in sites.items():
            site.walk(WARM_UP)
            statements[name] = site.walk(1, counts=True)["statements"]
        for _ in range(BATCHES):
            for name, site in sites.items():
                for step, spent in site.walk(ROUNDS)["cpu"].items():
                    cpu[name].setdefault(step, []).extend(spent)
    finally:
        for site in sites.values():
            site.end()
    return shown({name: quiet(spent) for name, spent in cpu.items()}, statements)


def quiet(spent: dict[str, list]) -> dict[str, float]:
    """Returns CPU-ms by step, and of the whole sign-in: the lower quartile, since neighbours only ever add."""
    found = {step: statistics.quantiles(times, n=4)[0] * 1000 for step, times in spent.items()}
    return found | {"whole sign-in": sum(found[step] for step in WHOLE)}


def shown(cpu, statements) -> int:
    """Prints the table. Returns 1 if a number is not held, else 0."""
    rows, missed = [], 0
    for step, (most, most_statements) in HELD.items():
        bare, ours = cpu["bare"].get(step, nan), cpu["ours"][step]
        counted = statements["ours"].get(step)
        held = (most is None or ours / bare <= most) and (most_statements is None or counted <= most_statements)
        missed += not held
        sql = "" if counted is None else f"{counted} ({statements['bare'].get(step, '–')})"
        figures = [bare, ours, ours / bare, most]
        written = ["" if figure is None or isnan(figure) else f"{figure:.2f}" for figure in figures]
        rows.append("{:15} {:>7} {:>7} {:>6} {:>6}  {:>8}  {}".format(step, *written, sql, "" if held else "MISSED"))
    head = f"{'step':15} {'bare':>7} {'ours':>7} {'ratio':>6} {'most':>6}  {'SQL':>8}   CPU-ms of the web process"
    sys.stdout.write("\n".join([head, *rows, ""]))
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
