"""Workers, beat and web that are killed or restarted, or have another clock or other keys."""

import base64
import collections
import os
import signal
import threading
import time

import pytest

from tests.attacks.wire import Wire
from tests.outages.load import MANY, changed_emails, journey, queue_many
from tests.outages.site import SETTINGS, code_in, wait_for
from tests.outages.table import record


def test_a_worker_is_killed_in_the_middle_of_200_messages(site):
    address = queue_many(site)
    before = changed_emails(site, address)
    wait_for(lambda: changed_emails(site, address) >= before + MANY // 4)
    site.restart("mail")
    seconds = wait_for(lambda: site.count("status = 'waiting'") == 0)
    doubled = changed_emails(site, address) - before - MANY
    assert 0 <= doubled <= 1
    lost = f"nothing; {doubled} of {MANY} came twice"
    record("worker killed among 200 messages", seen="nothing", lost=lost, seconds=seconds)


def test_beat_is_dead_and_then_there_are_two(site):
    site.kill("beat")
    began = journey(site, "without-beat")
    site.start("beat")
    site.start("beat+1")
    address = queue_many(site, 20)
    before = time.monotonic()
    wait_for(lambda: site.count("status = 'waiting'") == 0)
    seconds = time.monotonic() - before
    site.kill("beat+1")
    assert changed_emails(site, address) == 20
    record("beat dead, then twice", seen=f"nothing: a whole sign-in took {began:.1f} s", seconds=seconds)


@pytest.mark.parametrize("ahead", [-660, -120, -10, 10, 120, 660], ids=lambda seconds: f"{seconds:+} s")
def test_the_clock_of_a_worker_is_off(site, ahead):
    for name in ("mail", "celery"):
        site.restart(name, ahead=ahead)
    seconds = journey(site, "clock")
    sweeps = queue_many(site, 5)
    wait_for(lambda: site.count("status = 'waiting'") == 0)
    assert changed_emails(site, sweeps) == 5
    for name in ("mail", "celery"):
        site.restart(name)
    record(f"worker's clock {ahead:+} s", seen="nothing: codes arrive and work", seconds=seconds)


def rotated() -> dict[str, str]:
    """Returns the settings after each key got a new first entry."""
    new = base64.b64encode(b"another key of thirty-two bytes.").decode()
    return {
        "SECRET_KEY": "the-newest-secret-signs-and-the-older-one-still-opens-03," + SETTINGS["SECRET_KEY"],
        "CODE_PEPPERS": "the-newest-pepper-hashes-and-the-older-one-is-known-04," + SETTINGS["CODE_PEPPERS"],
        "FIELD_KEYS": f"{new},{SETTINGS['FIELD_KEYS']}",
    }


def test_every_key_is_rotated_in_the_middle_of_a_sign_in(site):
    address = f"keys-{time.monotonic_ns()}@fernhill.example"
    signed_in = site.confirmed(address)
    before = len(site.emails_to(address))
    browser = site.sign_in(address)
    wait_for(lambda: len(site.emails_to(address)) > before)
    began = time.monotonic()
    for name in ("web", "mail", "texts", "celery"):
        site.restart(name, **rotated())
    seconds = wait_for(lambda: site.get("/healthz/") == 200)
    answer = browser.post("/sign-in/code/", {"code": code_in(site.emails_to(address)[-1])})
    assert answer.location == "/application/"
    assert signed_in.get("/security/").status == 200
    journey(site, "new-keys")
    for name in ("web", "mail", "texts", "celery"):
        site.restart(name)
    wait_for(lambda: site.get("/healthz/") == 200)
    assert time.monotonic() - began < 120
    record("every key rotated in a sign-in", seen="nothing: the code works, nobody is signed out", seconds=seconds)


def test_web_is_restarted_under_load(site):
    """gunicorn's own way: HUP starts new workers and lets the old ones finish."""
    browsers = [Wire(site.origin) for _ in range(4)]
    statuses, ends = collections.Counter(), threading.Event()

    def load(browser):
        while not ends.is_set():
            try:
                statuses[browser.get("/sign-in/").status] += 1
            except OSError as error:
                statuses[type(error).__name__] += 1

    threads = [threading.Thread(target=load, args=(browser,)) for browser in browsers]
    for thread in threads:
        thread.start()
    for _ in range(4):
        time.sleep(2)
        os.kill(site.processes["web"].pid, signal.SIGHUP)
    time.sleep(4)
    ends.set()
    for thread in threads:
        thread.join()
    assert set(statuses) == {200}, statuses
    record("web restarted four times under load", seen=f"nothing: {statuses[200]} answers, all 200", seconds=0)
