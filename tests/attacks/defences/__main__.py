"""`make defences`: switches off one defence after the other, each a line, and shows that its attacks then succeed.

A copy of the project is changed, never the project. The exit status is 1 if a defence could go without a test
noticing, if a line is no longer there, or if the tests are red without any change.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests import services  # noqa: F401 - starts PostgreSQL and Redis once for all runs
from tests.attacks.defences import messages_and_links, passwords_and_codes, sessions_and_site

ROOT = Path(__file__).resolve().parents[3]
LEFT_OUT = shutil.ignore_patterns(".venv", ".git", "shots", "__pycache__", ".*_cache", "*.png")

DEFENCES = [*passwords_and_codes.DEFENCES, *messages_and_links.DEFENCES, *sessions_and_site.DEFENCES]


def run(folder: Path, attacks: str) -> int:
    """Returns pytest's exit status for `attacks` in `folder`."""
    words = [word.strip("'") for word in attacks.split(" -k ", 1)[0].split()]
    chosen = attacks.split(" -k ", 1)[1].strip("'") if " -k " in attacks else ""
    command = [sys.executable, "-m", "pytest", "-n0", "-x", "-q", "--reuse-db", "--no-header", "--tb=no", *words]
    command += ["-k", chosen] if chosen else []
    return subprocess.run(command, cwd=folder, env=os.environ, capture_output=True).returncode


def main() -> int:
    began, unnoticed = time.monotonic(), []
    with tempfile.TemporaryDirectory(prefix="defences-") as place:
        copy = Path(place) / "copy"
        shutil.copytree(ROOT, copy, ignore=LEFT_OUT)
        for defence in DEFENCES:
            path = copy / defence.file
            text = path.read_text()
            if defence.line not in text:
                unnoticed.append(f"{defence.name}: the line is no longer in {defence.file}")
                continue
            green = run(copy, defence.attacks)
            path.write_text(text.replace(defence.line, defence.without))
            red = run(copy, defence.attacks)
            path.write_text(text)
            fine = (green, red) == (0, 1)
            sys.stdout.write(f"{'noticed ' if fine else 'UNNOTICED'} {defence.name}\n")
            sys.stdout.flush()
            if not fine:
                unnoticed.append(f"{defence.name}: {defence.attacks} ends with {green} unchanged, {red} without it")
    sys.stdout.write("\n".join([f"{len(DEFENCES)} defences, {time.monotonic() - began:.0f} seconds", *unnoticed, ""]))
    return 1 if unnoticed else 0


if __name__ == "__main__":
    sys.exit(main())
