"""Runs a program with another clock: `python -m tests.outages.shifted SECONDS celery -A …`."""

import datetime
import runpy
import sys

import time_machine

if __name__ == "__main__":
    ahead = datetime.timedelta(seconds=float(sys.argv[1]))
    sys.argv = sys.argv[2:]
    time_machine.travel(datetime.datetime.now(datetime.UTC) + ahead).start()
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
