"""One of the two sites as a process: it is told on standard input how many rounds to walk, and answers with figures.

Its log lines are written, as in production, but to nowhere.
"""

import importlib
import json
import os
import sys

import django
from django.conf import settings
from django.core import mail
from django.db import connection

from merchant_portal import throttling
from tests.bench.walks import Clock


def main(place: str) -> None:
    """Sets the site of class `place` (`tests.bench.ours:Ours`) up on a database of its own, and walks as told."""
    django.setup()
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.NETWORK_LIMITS = dict.fromkeys(throttling.NAMES, "1000000/hour")  # counted, never reached
    mail.outbox = []
    module, name = place.split(":")
    site = getattr(importlib.import_module(module), name)()
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    answer({"ready": site.name})
    for line in sys.stdin:
        shown = json.loads(line)
        clock = Clock(counts=shown.get("counts", False))
        for _ in range(shown["rounds"]):
            site.round(clock)
            mail.outbox.clear()
        answer({"cpu": clock.cpu, "statements": clock.statements})


def answer(figures: dict) -> None:
    ANSWERS.write(json.dumps(figures) + "\n")
    ANSWERS.flush()


ANSWERS = os.fdopen(os.dup(1), "w")
os.dup2(os.open(os.devnull, os.O_WRONLY), 1)

if __name__ == "__main__":
    main(sys.argv[1])
