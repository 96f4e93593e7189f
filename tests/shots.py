"""`make shots`: a picture of every page and its states in each language and scheme, and of the mails, in `shots/`.

The places, the cast and the servers are those of the browser tests. Prints how many pictures were made and every
fault that was seen on the way; the exit status is 1 if there was one.
"""

import os
import shutil
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "shots"
FAULTS = FOLDER / "faults.txt"


def main() -> int:
    began = time.monotonic()
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir()
    os.chdir(ROOT)
    status = pytest.main(["tests/browser/pictures.py", "--full-matrix", "--show-capture=no", *sys.argv[1:]])
    pictures = len(list(FOLDER.glob("*.png")))
    shown = FAULTS.read_text().splitlines() if FAULTS.exists() else []
    made = f"{pictures} pictures in shots/, {time.monotonic() - began:.0f} seconds"
    sys.stdout.write("\n".join(["", made, *shown, f"{len(shown)} faults seen on the way", ""]))
    return 1 if status or shown or not pictures else 0


if __name__ == "__main__":
    sys.exit(main())
