"""PostgreSQL, Redis, workers, beat and web that are killed, hang, are away, or have another clock or other keys."""

import base64
import collections
import os
import signal
import threading
import time

import pytest

from tests.attacks.wire import Wire
from tests.outages.site import SETTINGS, code_in, link_in, wait_for
from tests.outages.table import record

MANY = 200


def counted(site, domain: str) -> collections.Counter:
    """Returns how many mails arrived at each address of `domain`."""
    addresses = [line for letter in list(site.mail.letters) for line in letter.decode(errors="replace").splitlines()]
    return collections.Counter(line[4:].strip() for line in addresses if line.startswith("To: ") and domain in line)


def queue_many(site, count: int = MANY) -> str:
    """Writes `count` messages to one confirmed person into the outbox. Returns the address."""
    address = f"many-{time.monotonic_ns()}@fernhill.example"
    site.confirmed(address)
    wait_for(lambda: site.count("status = 'waiting'") == 0)
    person = site.sql("SELECT id FROM accounts_user WHERE email = %s", address)[0][0]
    site.sql("UPDATE accounts_user SET password_changed_at = now() WHERE id = %s", person)
    site.sql(
        "INSERT INTO messaging_message (kind, channel, reference, status, created_at, due_at, attempts, answer) "
        "SELECT 'accounts/password-changed', 'mail', %s, 'waiting', now(), now(), 0, '' "
        "FROM generate_series(1, %s)",
        str(person),
        count,
    )
    return address


def changed_letters(site, address: str) -> int:
    letters = site.letters_to(address)
    return sum(letter["X-Portal-Message"] == "accounts/password-changed" for letter in letters)


def journey(site, name: str) -> float:
    """Registers, confirms and signs in once more. Returns how many seconds that took."""
    began, address = time.monotonic(), f"{name}-{time.monotonic_ns()}@fernhill.example"
    site.confirmed(address)
    before = len(site.letters_to(address))
    browser = site.sign_in(address)
    wait_for(lambda: len(site.letters_to(address)) > before)
    answer = browser.post("/sign-in/code/", {"code": code_in(site.letters_to(address)[-1])})
    assert answer.location == "/application/"
    return time.monotonic() - began


def test_a_worker_is_killed_in_the_middle_of_200_messages(site):
    address = queue_many(site)
    before = changed_letters(site, address)
    wait_for(lambda: changed_letters(site, address) >= before + MANY // 4)
    site.restart("mail")
    seconds = wait_for(lambda: site.count("status = 'waiting'") == 0)
    doubled = changed_letters(site, address) - before - MANY
    assert 0 <= doubled <= 1
    lost = f"nothing; {doubled} of {MANY} came twice"
    record("worker killed among 200 messages", seen="nothing", lost=lost, seconds=seconds)


def test_postgresql_is_restarted(site):
    browser = site.confirmed(f"restart-{time.monotonic_ns()}@fernhill.example")
    postgres = site.servers.processes["postgres"]
    site.servers.stop()
    assert postgres.poll() is not None
    answers = {path: browser.get(path).status for path in ("/security/", "/admin/", "/healthz/", "/readyz/")}
    assert answers == {"/security/": 503, "/admin/": 503, "/healthz/": 200, "/readyz/": 503}
    site.servers.start()
    seconds = wait_for(lambda: browser.get("/security/").status == 200)
    journey(site, "after-restart")
    record("PostgreSQL restarted", seen="503 with Retry-After; still signed in afterwards", seconds=seconds)


def test_postgresql_hangs(site):
    browser = site.confirmed(f"hangs-{time.monotonic_ns()}@fernhill.example")
    pids = site.freeze("postgres")
    try:
        began = time.monotonic()
        answer = browser.get("/security/")
        waited = time.monotonic() - began
        assert answer.status == 503 and waited < 15
        assert site.get("/healthz/") == 200
    finally:
        site.thaw(pids)
    seconds = wait_for(lambda: browser.get("/security/").status == 200)
    journey(site, "after-hang")
    record("PostgreSQL hangs", seen=f"503 after {waited:.0f} s; health goes on", seconds=seconds)


def test_redis_is_away_for_30_seconds(site):
    redis = site.servers.processes["redis"]
    redis.send_signal(signal.SIGKILL)
    redis.wait()
    address = f"away-{time.monotonic_ns()}@fernhill.example"
    began = time.monotonic()
    browser = site.register(address)
    waited = time.monotonic() - began
    time.sleep(30)
    site.servers.stop()
    site.servers.start()
    seconds = wait_for(lambda: site.letters_to(address), 90)
    assert browser.post(link_in(site.letters_to(address)[0])).location == "/application/"
    assert len(site.letters_to(address)) == 1
    seen = f"every page works (registration {waited:.1f} s); mails come when it is back"
    record("Redis away for 30 s", seen=seen, seconds=seconds)


def test_redis_hangs(site):
    pids = site.freeze("redis")
    try:
        began = time.monotonic()
        address = f"redis-{time.monotonic_ns()}@fernhill.example"
        browser = site.register(address)
        waited = time.monotonic() - began
        assert browser.get("/register/check-inbox/").status == 200
    finally:
        site.thaw(pids)
    seconds = wait_for(lambda: site.letters_to(address))
    record("Redis hangs", seen=f"every page works (registration {waited:.1f} s)", seconds=seconds)


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
    assert changed_letters(site, address) == 20
    record("beat dead, then twice", seen=f"nothing: a whole sign-in took {began:.1f} s", seconds=seconds)


@pytest.mark.parametrize("ahead", [-10, 10, 120, 660], ids=lambda seconds: f"{seconds:+} s")
def test_the_clock_of_a_worker_is_off(site, ahead):
    for name in ("mail", "celery"):
        site.restart(name, ahead=ahead)
    seconds = journey(site, "clock")
    sweeps = queue_many(site, 5)
    wait_for(lambda: site.count("status = 'waiting'") == 0)
    assert changed_letters(site, sweeps) == 5
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
    before = len(site.letters_to(address))
    browser = site.sign_in(address)
    wait_for(lambda: len(site.letters_to(address)) > before)
    began = time.monotonic()
    for name in ("web", "mail", "texts", "celery"):
        site.restart(name, **rotated())
    seconds = wait_for(lambda: site.get("/healthz/") == 200)
    answer = browser.post("/sign-in/code/", {"code": code_in(site.letters_to(address)[-1])})
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
