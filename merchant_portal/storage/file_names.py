"""The name under which a document reaches somebody's disk. What its sender called it is only a suggestion."""

import re
import unicodedata
from pathlib import PurePosixPath

from merchant_portal.storage.opening import MEDIA_TYPES

UNPROVEN = ".bin"  # opens with no program
DEFAULT = "document"
MAX_BYTES = 180  # of the name without its ending: file systems take 255
FORBIDDEN = re.compile(r'[<>:"/\\|?*%]')  # by Windows, or read as a path or an escape
SPACES = re.compile(r"\s+")
ENDING = re.compile(r"\.[^.\s]{1,10}$")
RESERVED = re.compile(r"(CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|COM[0-9¹²³]|LPT[0-9¹²³])\s*(\.|$)", re.IGNORECASE)


def download_name(name: str, media_type: str) -> str:
    """Returns a name that is safe on every system and ends with the proven type, whatever `name` ends with.

    Arguments: `media_type`, one of MEDIA_TYPES, or empty for a file that is not yet proven: it ends with ".bin".
    """
    ending = MEDIA_TYPES.get(media_type, UNPROVEN)
    stem = _without_endings(_cleaned(name), ending)
    stem = stem.encode()[:MAX_BYTES].decode(errors="ignore").strip(". ") or DEFAULT
    return f"{'_' if RESERVED.match(stem) else ''}{stem}{ending}"


def _cleaned(name: str) -> str:
    """Returns the name in one line, without invisible characters and those that a file system forbids."""
    text = SPACES.sub(" ", unicodedata.normalize("NFC", name.replace("\\", "/").rpartition("/")[2] or name))
    visible = "".join(sign for sign in text if not unicodedata.category(sign).startswith("C"))
    return FORBIDDEN.sub("_", visible).rstrip(". ")


def _without_endings(name: str, ending: str) -> str:
    """Returns the name without what it ends with, and without the proven ending before that."""
    stem = ENDING.sub("", name).rstrip(". ")
    while PurePosixPath(stem).suffix.lower() == ending:
        stem = stem[: -len(ending)].rstrip(". ")
    return stem
