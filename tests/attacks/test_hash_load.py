"""A hundred sign-ins at once: memory stays bounded, other pages answer, and who is turned away is told until when."""

import re
import time
from pathlib import Path

import pytest

from accounts import hashers
from accounts.hashers import PortalArgon2
from tests.attacks.conftest import OLIVE
from tests.attacks.running import web
from tests.attacks.wire import Wire
from tests.factories import confirmed_owner
from tests.infrastructure.programs import family
from tests.threads import at_once

SIGN_INS = 100
THREADS = 24  # of the one web process: more than it may hash at once
SLACK = 80 * 1024  # KiB: what a hundred requests take beside the hashes


def peak(pids) -> int:
    """Returns the most memory, in KiB, that any of the processes has had so far."""
    found = [re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text()) for pid in pids]
    return max(int(match[1]) for match in found if match)


@pytest.mark.django_db(transaction=True)
def test_a_hundred_sign_ins_at_once(tmp_path):
    confirmed_owner("Olive Tan", OLIVE)
    limits = {"LIMIT_SIGN_IN": "0", "LOCK_AFTER_FAILURES": "100000"}
    with web(tmp_path / "web.log", f"--threads={THREADS}", "--workers=1", **limits) as (origin, pid):
        browsers = [Wire(origin) for _number in range(SIGN_INS)]
        token = Wire(origin)
        token.get("/sign-in/")
        for browser in browsers:
            browser.cookies = dict(token.cookies)
        before, waited = peak(family(pid)), []

        def one(number):
            if number >= SIGN_INS:  # somebody who only reads
                began = time.monotonic()
                assert Wire(origin).get("/help/").status == 200
                waited.append(time.monotonic() - began)
                return None
            return browsers[number].post("/sign-in/", {"email": OLIVE, "password": "a wrong guess"})

        answers = [answer for answer in at_once(one, SIGN_INS + 3) if answer is not None]
        grown = peak(family(pid)) - before
    statuses = [answer.status for answer in answers]
    assert set(statuses) <= {200, 429, 503} and 200 in statuses
    assert all(int(answer.header("Retry-After")) > 0 for answer in answers if answer.status != 200)
    assert grown < hashers.AT_ONCE * PortalArgon2.memory_cost + SLACK, f"grew by {grown} KiB"
    assert len(waited) == 3
