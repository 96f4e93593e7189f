"""Rendering a document again, in a child process with bounded time and memory: reviewers see our pictures only."""

import json
import logging
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from merchant_portal.storage import scratch
from merchant_portal.storage.opening import MEDIA_TYPES, Caution, FileFault

SECONDS = 60  # wall clock for a whole document
MEMORY = 1_500_000_000  # bytes of address space; a page at 150 dpi takes some 60 MB
PIECE = 256 * 1024  # bytes read at once
KIND_LENGTH = 80  # characters of an exception's name in the log
COMMAND = (sys.executable, "-s", "-m", "merchant_portal.storage.rendering_process")
CHECKOUT = Path(__file__).resolve().parents[2]  # where the child finds its module

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class RenderedDocument:
    """What came of a document: the pictures of its pages, in order, or the fault it is refused for.

    `cautions`: what is to be kept in mind about the pictures.
    """

    fault: FileFault | None = None
    media_type: str = ""
    pages: list[bytes] = field(default_factory=list)
    cautions: list[Caution] = field(default_factory=list)


def render(original, *, max_pages: int, seconds: float = SECONDS) -> RenderedDocument:
    """Opens and redraws the document in the open file `original`.

    Returns its page pictures (JPEG, without any data about the place or the camera), or its fault. A child that
    crashes, takes too long or too much memory is a fault too, never an exception.
    """
    with tempfile.TemporaryDirectory(prefix="document-", dir=scratch.own_folder()) as name:
        folder = Path(name)
        with (folder / "original").open("wb") as file:
            for piece in iter(lambda: original.read(PIECE), b""):
                file.write(piece)
        return _pictures(_said_by_child(folder, max_pages, seconds), folder, max_pages)


def _said_by_child(folder: Path, max_pages: int, seconds: float) -> dict:
    """Returns what the child found, nothing if it ended in any other way than by saying so."""
    command = [*COMMAND, folder, str(max_pages), str(MEMORY)]
    # answers go to a file: its size is bounded like that of every file the child writes
    with (folder / "answer").open("w+b") as answer, (folder / "trouble").open("w+b") as trouble:
        try:
            ran = subprocess.run(  # noqa: S603 - our own program with our own arguments
                command, stdin=subprocess.DEVNULL, stdout=answer, stderr=trouble, timeout=seconds, check=False,
                cwd=CHECKOUT, env={},
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            logger.warning("a document took longer than %s s to open", seconds)
            return {}
        if ran.returncode:
            logger.warning("opening a document ended with status %s: %s", ran.returncode, _kind_of(trouble))
        answer.seek(0)
        try:
            result = json.loads(answer.read(PIECE))
        except (ValueError, RecursionError):
            return {}
    return result if isinstance(result, dict) else {}


def _kind_of(trouble) -> str:
    """Returns the class of the exception the child ended with; its text may hold parts of the document."""
    trouble.seek(0)
    lines = trouble.read(PIECE).decode(errors="replace").strip().splitlines()
    return lines[-1].partition(":")[0][:KIND_LENGTH] if lines else "it said nothing"


def _pictures(result: dict, folder: Path, max_pages: int) -> RenderedDocument:
    """Reads the page pictures. What the child says is believed no more than the document it opened."""
    if result.get("fault") in list(FileFault):
        return RenderedDocument(fault=FileFault(result["fault"]))
    count, kind = result.get("pages"), result.get("media_type")
    if not isinstance(count, int) or not 1 <= count <= max_pages or kind not in MEDIA_TYPES:
        return RenderedDocument(fault=FileFault.TROUBLE)
    try:
        pages = [(folder / f"page-{number}.jpg").read_bytes() for number in range(1, count + 1)]
    except OSError:
        return RenderedDocument(fault=FileFault.TROUBLE)
    cautions = result.get("cautions")
    known = [caution for caution in Caution if isinstance(cautions, list) and caution in cautions]
    return RenderedDocument(media_type=kind, pages=pages, cautions=known)
