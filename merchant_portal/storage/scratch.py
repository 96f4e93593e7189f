"""Where copies of originals lie while they are received or opened: a folder for each process, which its death frees.

A process that is killed cannot remove its copies. Each folder has a lock file that its process holds locked as long
as it lives, so that the next process to start finds the folders whose owner is gone, and removes only those.
"""

import contextlib
import fcntl
import logging
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

PREFIX = "worker-"
folders: dict[int, Path] = {}  # by process: a fork has its own

logger = logging.getLogger(__name__)


def root() -> Path:
    """Returns the folder that holds those of all processes of this user. Raises OSError if it is somebody else's."""
    path = Path(tempfile.gettempdir()) / f"merchant-portal-{os.getuid()}"
    path.mkdir(mode=0o700, exist_ok=True)
    found = path.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid() or found.st_mode & 0o077:
        raise PermissionError(f"{path} is not a private folder of this user: look at it, and remove it")
    return path


def own_folder() -> Path:
    """Returns the folder of this process, which is made at first and when it was swept away. Raises OSError."""
    pid = os.getpid()
    if pid not in folders or not (folders[pid] / "lock").exists():
        folders[pid] = _make()
    return folders[pid]


def _make() -> Path:
    home = root()
    with _alone(home):
        folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=home))
        _hold(folder / "lock")
    return folder


def remove_left_behind() -> int:
    """Removes the folders whose processes are gone. Returns how many there were."""
    try:
        home, removed = root(), 0
    except OSError as error:  # who needs the folder will say so
        logger.error("no folder for temporary copies: %s", error)
        return 0
    with _alone(home):
        for folder in home.glob(f"{PREFIX}*"):
            if not _is_held(folder / "lock"):
                shutil.rmtree(folder, ignore_errors=True)
                removed += 1
    if removed:
        logger.warning("removed copies that %s killed processes left behind", removed)
    return removed


@contextlib.contextmanager
def _alone(home: Path) -> Iterator[None]:
    """Keeps other processes from making and removing folders meanwhile."""
    with (home / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _hold(path: Path) -> None:
    """Locks the file until this process ends; a program that it starts does not inherit the lock."""
    fcntl.flock(os.open(path, os.O_CREAT | os.O_RDWR, 0o600), fcntl.LOCK_EX)


def _is_held(path: Path) -> bool:
    try:
        with path.open("r") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except FileNotFoundError:
        return False
    return False
