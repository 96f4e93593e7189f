"""Compiling translations without gettext, and finding what is not translated.

`python -m merchant_portal.local.translations` compiles what is stale, names every gap, and fails if there is one.
"""

import os
import sys
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

from merchant_portal.local.folder import CHECKOUT, SetupProblem

LOCALE = CHECKOUT / "merchant_portal" / "locale"
SOURCE_LANGUAGE = "en"  # an empty text there means: as in the code


def compile_stale(locale: Path = LOCALE) -> list[Path]:
    """Compiles each .po newer than its .mo. Returns what was written. Raises SetupProblem, with file and line."""
    return [_compile(po) for po in sorted(locale.glob("*/LC_MESSAGES/*.po")) if _is_stale(po)]


def gaps(locale: Path = LOCALE) -> list[str]:
    """Returns a line for each message that is not translated or only guessed."""
    return [
        f"{po.parent.parent.name}: {message.id!r}"
        for po in sorted(locale.glob("*/LC_MESSAGES/*.po"))
        for message in _read(po)
        if message.id and (message.fuzzy or not _is_whole(message.string, po))
    ]


def _is_stale(po: Path) -> bool:
    mo = po.with_suffix(".mo")
    return not mo.exists() or mo.stat().st_mtime < po.stat().st_mtime


def _is_whole(string, po: Path) -> bool:
    if po.parent.parent.name == SOURCE_LANGUAGE:
        return True
    return all(string) if isinstance(string, tuple) else bool(string)


def _read(po: Path):
    try:
        with po.open("rb") as file:
            return read_po(file, locale=po.parent.parent.name, abort_invalid=True)
    except PoFileError as error:
        raise SetupProblem(f"{po} cannot be read: {error}") from error


def _compile(po: Path) -> Path:
    catalog = _read(po)
    faults = [f"{po}:{message.lineno}: {error}" for message, errors in catalog.check() for error in errors]
    if faults:
        raise SetupProblem("\n".join(faults))
    mo = po.with_suffix(".mo")
    draft = mo.with_suffix(f".{os.getpid()}")
    with draft.open("wb") as file:
        write_mo(file, catalog)
    draft.replace(mo)  # a reader finds the old one or the new one, never half of it
    return mo


def main() -> int:
    """Compiles, prints each gap or the fault that stopped it, and returns the exit status."""
    try:
        compile_stale()
        found = gaps()
    except SetupProblem as trouble:
        found = [str(trouble)]
    print("\n".join(found), end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
