"""The services that tests need. Loaded by `-p tests.services`, before anything reads Django's settings.

The first process starts one PostgreSQL and one Redis in a folder of their own, and names them in the environment;
the processes that run the tests inherit it, and each takes a Redis database of its own. They end with the first
process, also when that is killed. `DATABASE_URL` and `REDIS_URL` that are set already are used instead.
"""

import atexit
import base64
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlsplit

from merchant_portal.local import folder, servers, translations
from merchant_portal.storage import backends

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")  # gw0, gw1, …; empty in the first process

ENVIRONMENT = {
    "ENVIRONMENT": "test",
    "PUBLIC_ORIGIN": "http://testserver",
    "SECRET_KEY": "the-tests-sign-with-this-and-nothing-else-does-01",
    "CODE_PEPPERS": "the-tests-hash-codes-with-this-pepper-02",
    "FIELD_KEYS": base64.b64encode(b"the tests encrypt fields by this").decode(),
    "LIMIT_KEY": "the-tests-count-attempts-under-this-key-03",
    "EMAIL_URL": "smtp://127.0.0.1:9",  # nobody listens: a test that really sends names its own server
    "MIN_FILL_SECONDS": "0",
}
PREFIX = "portal-tests-"
ONE_DAY = 24 * 3600  # seconds
SET_HERE = {*ENVIRONMENT, "DATABASE_URL", "REDIS_URL", "STORAGE_URL"}


def own_redis(url: str, worker: str) -> str:
    """Returns `url` with the Redis database of `worker`: gw0 has 1, gw1 has 2; 0 is the first process's."""
    database = int(worker.removeprefix("gw")) + 1 if worker else 0
    if url.startswith("unix:"):
        return f"{url.partition('?')[0]}?db={database}"
    return urlsplit(url)._replace(path=f"/{database}").geturl()


def sweep() -> None:
    """Removes what runs left that were killed before yesterday."""
    for left in Path("/tmp").glob(f"{PREFIX}*"):  # noqa: S108 - see below
        if left.stat().st_uid == os.getuid() and time.time() - left.stat().st_mtime > ONE_DAY:
            shutil.rmtree(left, ignore_errors=True)


def start() -> None:
    """Starts what the environment doesn't name, and names it there."""
    home = folder.own(Path(tempfile.mkdtemp(prefix=PREFIX, dir="/tmp")))
    wanted = {name: not os.environ.get(name) for name in ("DATABASE_URL", "REDIS_URL")}
    both = servers.Servers(home, keep=False)
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    atexit.register(both.stop)  # runs before the line above
    try:
        translations.compile_stale()
        both.start(postgres=wanted["DATABASE_URL"], redis=wanted["REDIS_URL"])
    except folder.SetupProblem as trouble:
        sys.exit(str(trouble))
    os.environ.update(ENVIRONMENT)
    os.environ["STORAGE_URL"] = f"file://{home}/files"
    (home / "files").mkdir(mode=0o700)
    (home / "files" / backends.MARKER).write_bytes(backends.MARKER_TEXT)
    if wanted["DATABASE_URL"]:
        os.environ["DATABASE_URL"] = servers.database_url(home)
    if wanted["REDIS_URL"]:
        os.environ["REDIS_URL"] = servers.redis_url(0, home)


if WORKER:
    os.environ["REDIS_URL"] = own_redis(os.environ["REDIS_URL"], WORKER)
else:
    sweep()
    start()
