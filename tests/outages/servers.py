"""PostgreSQL and Redis that are restarted, away, or hang."""

import signal
import time

from tests.outages.load import journey
from tests.outages.site import link_in, wait_for
from tests.outages.table import record


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
    seconds = wait_for(lambda: site.emails_to(address), 90)
    assert browser.post(link_in(site.emails_to(address)[0])).location == "/application/"
    assert len(site.emails_to(address)) == 1
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
    seconds = wait_for(lambda: site.emails_to(address))
    record("Redis hangs", seen=f"every page works (registration {waited:.1f} s)", seconds=seconds)
