"""`make timing`: does the clock tell whether an address is known? Opt-in, since it wants a quiet machine.

A real server with the real hash, a worker, and a mail server that is quick, then slow. Known and unknown addresses
take turns in random order; Mann and Whitney's rank test says whether the two groups differ.
"""

import random
import statistics
import sys
import time

import pytest

from tests import worker as workers
from tests.attacks.running import web
from tests.attacks.wire import Wire
from tests.factories import confirmed_owner
from tests.smtp_sink import SmtpSink

PAIRS, WARM_UP = 200, 10
SLOW = 0.3  # seconds before the mail server answers
LEAST_P = 0.001  # once in a thousand runs chance alone looks like a leak
KNOWN, UNKNOWN = "olive@fernhill.example", "nobod@fernhill.example"
WIDE = {"LIMIT_SIGN_IN": "0", "LIMIT_RESET": "0", "LOCK_AFTER_FAILURES": "100000", "SENDS_PER_HOUR": "100000"}


def rank_test(first: list[float], second: list[float]) -> float:
    """Returns the probability that two groups of one kind differ at least this much (normal approximation)."""
    ranked = sorted([(value, 0) for value in first] + [(value, 1) for value in second])
    n, m = len(first), len(second)
    u = sum(rank for rank, (_value, group) in enumerate(ranked, 1) if group == 0) - n * (n + 1) / 2
    z = (u - n * m / 2) / (n * m * (n + m + 1) / 12) ** 0.5
    return 2 * (1 - statistics.NormalDist().cdf(abs(z)))


@pytest.fixture(params=[0.0, SLOW], ids=["quick mail", "slow mail"])
def site(request, transactional_db, tmp_path):
    """The address of a real server with one worker behind it."""
    confirmed_owner("Olive Tan", KNOWN)
    with SmtpSink() as sink:
        sink.delay = request.param
        worker = workers.worker(tmp_path / "worker.log", sink.url).start()
        try:
            with web(tmp_path / "web.log", "--threads=4", **WIDE) as (origin, _pid):
                yield origin
        finally:
            worker.kill()


def seconds(base: str, path: str, form: dict) -> float:
    browser = Wire(base)
    browser.get(path)
    began = time.perf_counter()
    browser.post(path, form, from_page=path)
    return time.perf_counter() - began


@pytest.mark.parametrize(
    "path, more", [("/sign-in/", {"password": "a wrong guess"}), ("/reset/", {})], ids=["sign-in", "reset"]
)
def test_the_clock_does_not_tell(site, path, more):
    taken = {KNOWN: [], UNKNOWN: []}
    for number in range(PAIRS + WARM_UP):
        pair = [KNOWN, UNKNOWN]
        random.shuffle(pair)
        for address in pair:
            spent = seconds(site, path, {"email": address} | more)
            if number >= WARM_UP:
                taken[address].append(spent)
    p = rank_test(taken[KNOWN], taken[UNKNOWN])
    medians = [statistics.median(times) * 1000 for times in taken.values()]
    sys.stdout.write(f"\n{path} known {medians[0]:.2f} ms, unknown {medians[1]:.2f} ms, p {p:.3f}\n")
    assert p > LEAST_P
