"""`make defences`: switches off one defence after the other, each a line, and shows that its attacks then succeed.

A copy of the project is changed, never the project. The exit status is 1 if a defence could go without a test
noticing, if a line is no longer there, or if the tests are red without any change. Names as arguments choose some.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests import services  # noqa: F401 - starts PostgreSQL and Redis once for all runs
from tests.attacks.defences import (
    Defence,
    contacts,
    messages_and_links,
    passwords_and_codes,
    people_and_servers,
    sessions_and_site,
)

ROOT = Path(__file__).resolve().parents[3]
LEFT_OUT = shutil.ignore_patterns(".venv", ".git", "shots", "__pycache__", ".*_cache", "*.png")

DEFENCES = [
    *passwords_and_codes.DEFENCES,
    *messages_and_links.DEFENCES,
    *contacts.DEFENCES,
    *sessions_and_site.DEFENCES,
    *people_and_servers.DEFENCES,
]


def run(folder: Path, files: list[str], chosen: str = "") -> int:
    """Returns pytest's exit status for the tests of `files` whose names fit `chosen`."""
    command = [sys.executable, "-m", "pytest", "-n0", "-x", "-q", "--reuse-db", "--no-header", "--tb=no", *files]
    command += ["-k", chosen] if chosen else []
    return subprocess.run(command, cwd=folder, env=os.environ, capture_output=True).returncode


def without(defence: Defence, folder: Path) -> str:
    """Switches one defence off in `folder`, asks its attacks, and switches it on again. Returns what is wrong."""
    files, _k, chosen = defence.attacks.partition(" -k ")
    path = folder / defence.file
    text = path.read_text()
    path.write_text(text.replace(defence.line, defence.without))
    status = run(folder, files.split(), chosen.strip("'"))
    path.write_text(text)
    if defence.line not in text:
        return f"the line is no longer in {defence.file}"
    return "" if status == 1 else f"{defence.attacks} ends with {status}"


def main() -> int:
    began, unnoticed = time.monotonic(), []
    with tempfile.TemporaryDirectory(prefix="defences-") as place:
        copy = Path(place) / "copy"
        shutil.copytree(ROOT, copy, ignore=LEFT_OUT)
        chosen = [defence for defence in DEFENCES if defence.name in sys.argv[1:]] or DEFENCES
        files = sorted({file for defence in chosen for file in defence.attacks.partition(" -k ")[0].split()})
        if run(copy, files):
            sys.exit("the attacks succeed, or fail to run, while every defence stands")
        for defence in chosen:
            wrong = without(defence, copy)
            unnoticed += [f"{defence.name}: {wrong}"] if wrong else []
            sys.stdout.write(f"{'UNNOTICED' if wrong else 'noticed  '} {defence.name}\n")
            sys.stdout.flush()
    sys.stdout.write("\n".join([f"{len(chosen)} defences, {time.monotonic() - began:.0f} seconds", *unnoticed, ""]))
    return 1 if unnoticed else 0


if __name__ == "__main__":
    sys.exit(main())
