"""Which font can write a text. With none for its script the text is written in Latin letters: it never fails."""

import subprocess
import unicodedata
from functools import lru_cache
from pathlib import Path

from PIL import ImageFont

LANGUAGES = {"han": "zh-cn", "cyrillic": "ru", "latin": "en"}
# where fonts lie on machines without fontconfig, with the number of the face in the file
KNOWN = {
    "han": [
        ("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", 2),
        ("/usr/share/fonts/google-noto-cjk/NotoSansCJK-Regular.ttc", 2),
        ("/usr/share/fonts/truetype/wqy/wqy-microhei.ttc", 0),
        ("/System/Library/Fonts/PingFang.ttc", 0),
    ],
    "cyrillic": [
        ("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf", 0),
        ("/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf", 0),
        ("/usr/share/fonts/dejavu/DejaVuSans.ttf", 0),
    ],
    "latin": [],
}
SECONDS = 5  # for fontconfig to answer


def script_of(text: str) -> str:
    """Returns the script that decides which font is needed: han, cyrillic or latin."""
    names = [unicodedata.name(sign, "") for sign in text if not sign.isascii()]
    if any(name.startswith(("CJK", "FULLWIDTH", "IDEOGRAPHIC")) for name in names):
        return "han"
    return "cyrillic" if any(name.startswith("CYRILLIC") for name in names) else "latin"


def can_write(text: str) -> bool:
    """Returns whether this machine has a font for the script of `text`."""
    script = script_of(text)
    return script == "latin" or _file("sans", script, False) is not None


@lru_cache(maxsize=512)
def font(script: str, size: int, *, serif: bool = False, bold: bool = False):
    """Returns a font of that script and size; Pillow's own, which knows Latin letters only, where there is none."""
    found = _file("serif" if serif else "sans", script, bold)
    if found is None:
        return ImageFont.load_default(size)
    path, index = found
    return ImageFont.truetype(path, size, index=index)


@lru_cache(maxsize=32)
def _file(family: str, script: str, bold: bool) -> tuple[str, int] | None:
    """Returns file and face of a font that can write `script`, or None."""
    language = LANGUAGES[script]
    pattern = f"{family}:lang={language}{':bold' if bold else ''}"
    try:
        asked = ["fc-match", "-f", "%{file}|%{index}|%{lang}", pattern]
        said = subprocess.run(asked, capture_output=True, text=True, timeout=SECONDS, check=True).stdout
        path, index, languages = said.split("|", 2)  # the languages are divided by the same sign
        if language in languages.split("|"):
            return _usable(path, int(index))
    except (OSError, subprocess.SubprocessError, ValueError):
        pass  # no fontconfig here: the known places are looked at
    there = (_usable(path, index) for path, index in KNOWN[script] if Path(path).exists())
    return next((found for found in there if found), None)


def _usable(path: str, index: int) -> tuple[str, int] | None:
    try:
        ImageFont.truetype(path, 12, index=index)
    except OSError:
        return None
    return path, index
