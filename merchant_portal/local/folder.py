"""Where a developer's machine keeps what belongs to one checkout: data, sockets, secrets, the mailbox.

The folder lies outside the checkout, because root's servers run as `nobody`, who can enter neither root's home
nor a private checkout; and its path is short, because a socket's path may have about 100 characters.
"""

import base64
import contextlib
import fcntl
import hashlib
import os
import pwd
import secrets
import shutil
import stat
import time
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
SECRET_BYTES = 32  # as many as AES-256 takes; plenty for the others
SECONDS_TO_END = 10  # for servers whose launcher was killed


class SetupProblem(Exception):
    """Something the person at the keyboard can change. The text is one sentence that says how."""


def data_folder() -> Path:
    """Returns the folder of this checkout and this person; makes it at first. Raises SetupProblem if it isn't ours."""
    name = hashlib.sha256(f"{CHECKOUT}:{os.getuid()}".encode()).hexdigest()[:12]
    return own(Path("/var/tmp") / f"merchant-portal-{name}")  # noqa: S108 - `own` refuses what others put there


def own(path: Path) -> Path:
    """Returns `path` as a folder of ours that others cannot look into. Raises SetupProblem if it is someone else's."""
    path.mkdir(exist_ok=True)
    found = path.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid():
        raise SetupProblem(f"{path} belongs to someone else or is no folder: look at it, and remove it if you may.")
    if os.getuid() == 0:
        os.chown(path, -1, pwd.getpwnam("nobody").pw_gid)  # root's servers pass through it as nobody
    path.chmod(0o710 if os.getuid() == 0 else 0o700)
    return path


def secret(name: str) -> str:
    """Returns the secret called `name`, generated once: 32 random bytes as base64."""
    shelf = data_folder() / "secrets"
    shelf.mkdir(mode=0o700, exist_ok=True)
    place = shelf / name
    if not place.exists():
        draft = shelf / f".{name}.{os.getpid()}"
        with open(os.open(draft, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "wb") as file:
            file.write(base64.b64encode(secrets.token_bytes(SECRET_BYTES)))
        with contextlib.suppress(FileExistsError):
            os.link(draft, place)  # of several processes at once the first one wins
        draft.unlink()
    return place.read_text()


def hold(home: Path):
    """Returns the open lock file of `home`, which is ours until all who inherit it have ended.

    Servers of a killed launcher still hold it while they end: that is waited for. Raises SetupProblem if a launcher
    holds it.
    """
    file = open(home / "lock", "a+")  # noqa: SIM115 - stays open as long as it is held
    give_up = time.monotonic() + SECONDS_TO_END
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            break
        except BlockingIOError:
            file.seek(0)
            holder = file.read().strip()
            if _runs(holder) or time.monotonic() > give_up:
                file.close()
                raise SetupProblem(f"The portal of this checkout is already running (process {holder}).") from None
            time.sleep(0.05)
    file.truncate(0)
    file.write(f"{os.getpid()}\n")
    file.flush()
    return file


def _runs(pid: str) -> bool:
    try:
        os.kill(int(pid), 0)  # sends nothing: asks whether it is there
    except (ValueError, ProcessLookupError):
        return False
    return True


def forget() -> None:
    """Removes this checkout's data. Raises SetupProblem while the portal runs."""
    home = data_folder()
    with hold(home):
        shutil.rmtree(home)
