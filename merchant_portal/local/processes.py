"""Programs that the launcher starts, and that never outlive it."""

import collections
import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time

from merchant_portal.local.folder import CHECKOUT

PR_SET_PDEATHSIG = 1  # prctl(2)
LINES_KEPT = 20  # of a program's output
_libc = ctypes.CDLL(None)  # loaded before any fork: nothing may be opened between fork and exec


def end_with_parent(parent: int, signal_number: int) -> None:
    """Has the kernel send `signal_number` to this process when `parent` ends, whatever ends it (Linux only)."""
    if sys.platform == "linux":
        _libc.prctl(PR_SET_PDEATHSIG, signal_number)
        if os.getppid() != parent:  # it ended before we asked
            os.kill(os.getpid(), signal_number)


def tied(signal_number: int) -> dict:
    """Returns the arguments with which subprocess starts a program that ends with us.

    The request is made after subprocess switched the user, which would clear it. A process group of its own keeps
    the terminal's Ctrl-C away: programs are ended in order, by us.
    """
    ours = os.getpid()
    return {"preexec_fn": lambda: end_with_parent(ours, signal_number), "process_group": 0}


def ask_to_end(process: subprocess.Popen, signal_number: int) -> None:
    """Sends `signal_number` unless the process has ended already."""
    if process.poll() is None:
        process.send_signal(signal_number)


def see_ended(process: subprocess.Popen, seconds: float) -> None:
    """Waits at most `seconds` for `process`, then kills it; and with it what is left of its group."""
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(seconds)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


class Program:
    """One program whose lines are passed on with its name before them."""

    def __init__(self, name: str, command: list[str], keep_open: tuple[int, ...] = ()):
        self.name = name
        self.last_lines = collections.deque(maxlen=LINES_KEPT)
        self._rest = b""
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            cwd=CHECKOUT,
            env=os.environ | {"PYTHONUNBUFFERED": "1"},
            pass_fds=keep_open,
            **tied(signal.SIGTERM),
        )
        self.output = self.process.stdout
        os.set_blocking(self.output.fileno(), False)

    def read_lines(self) -> list[str]:
        """Returns the whole lines that have arrived since the last call; never waits."""
        arrived = self.output.read() or b""
        *lines, self._rest = (self._rest + arrived).split(b"\n")
        texts = [line.decode(errors="replace").rstrip() for line in lines]
        self.last_lines.extend(texts)
        return texts

    def has_ended(self) -> bool:
        """Returns whether the program is no longer there."""
        return self.process.poll() is not None


def end(programs: list[Program], seconds: float) -> None:
    """Asks all programs to end, then waits for them, `seconds` in all; who has not ended by then is killed."""
    for program in programs:
        ask_to_end(program.process, signal.SIGTERM)
    give_up = time.monotonic() + seconds
    for program in programs:
        see_ended(program.process, max(0.1, give_up - time.monotonic()))
