"""Making a paper anew: what a reviewer sees was drawn by us. In a child process with bounded time and memory."""

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from merchant_portal.storage.opening import Fault

SECONDS = 60  # wall clock for a whole paper
MEMORY = 1_500_000_000  # bytes of address space; a page at 150 dpi takes some 60 MB


@dataclass(frozen=True)
class Remade:
    """What came of a paper: the pictures of its pages, in order, or the fault it is refused for."""

    fault: Fault | None = None
    media_type: str = ""
    pages: list[bytes] = field(default_factory=list)


def remake(original, *, max_pages: int, seconds: float = SECONDS) -> Remade:
    """Opens and redraws the paper in the open file `original`.

    Returns its page pictures (JPEG, without any data about the place or the camera), or its fault. A child that
    crashes, takes too long or too much memory is a fault too, never an exception.
    """
    with tempfile.TemporaryDirectory(prefix="paper-") as folder:
        source = Path(folder) / "original"
        with source.open("wb") as file:
            for piece in iter(lambda: original.read(256 * 1024), b""):
                file.write(piece)
        command = [sys.executable, "-s", "-m", "merchant_portal.storage.child", folder, str(max_pages), str(MEMORY)]
        try:
            ran = subprocess.run(  # noqa: S603 - our own program with our own arguments
                command, capture_output=True, timeout=seconds, check=False, cwd=Path(__file__).parents[2], env={}
            )
            said = json.loads(ran.stdout or b"{}")
        except (subprocess.TimeoutExpired, ValueError):
            return Remade(fault=Fault.TROUBLE)
        if not said.get("pages"):
            return Remade(fault=Fault(said.get("fault", Fault.TROUBLE)))
        pictures = [(Path(folder) / f"page-{number}.jpg").read_bytes() for number in range(1, said["pages"] + 1)]
        return Remade(media_type=said["media_type"], pages=pictures)
