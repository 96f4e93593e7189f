"""Watching real programs: who belongs to whom, and whether all of them have ended."""

import time
from pathlib import Path


def _stat(pid: int) -> tuple[str, int] | None:
    """Returns the state and the parent of a process, or None if it is gone."""
    try:
        state, parent = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[:2]
    except (FileNotFoundError, ProcessLookupError):
        return None
    return state, int(parent)


def family(pid: int) -> set[int]:
    """Returns `pid` and all that descend from it."""
    parents = {int(place.name): _stat(int(place.name)) for place in Path("/proc").glob("[0-9]*")}
    found = {pid}
    while more := {child for child, stat in parents.items() if stat and stat[1] in found} - found:
        found |= more
    return found


def left_of(pids: set[int], seconds: float = 10) -> set[int]:
    """Waits until all `pids` have ended; returns those that haven't after `seconds`."""
    give_up = time.monotonic() + seconds
    while time.monotonic() < give_up:
        left = {pid for pid in pids if (stat := _stat(pid)) and stat[0] != "Z"}
        if not left:
            break
        time.sleep(0.05)
    return left
