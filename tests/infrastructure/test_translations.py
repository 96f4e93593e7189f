"""Translations are compiled without gettext: only where stale, and never with a wrong placeholder."""

import ast
import gettext
import os
import sys
from pathlib import Path

import pytest

from merchant_portal.local import translations
from merchant_portal.local.folder import SetupProblem

ROOT = Path(__file__).resolve().parents[2]
HEADER = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=4; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : """
HEADER += """n%10==0 || (n%10>=5 && n%10<=9) || (n%100>=11 && n%100<=14)? 2 : 3);\\n"

"""
TRIES = """#, python-format
msgid "%(left)d try"
msgid_plural "%(left)d tries"
msgstr[0] "%(left)d попытка"
msgstr[1] "%(left)d попытки"
msgstr[2] "%(left)d попыток"
msgstr[3] "%(left)d попыток"
"""


@pytest.fixture
def po(tmp_path):
    place = tmp_path / "ru" / "LC_MESSAGES" / "django.po"
    place.parent.mkdir(parents=True)
    place.write_text(HEADER + TRIES)
    return place


def test_what_is_stale_is_compiled_and_nothing_else(po, tmp_path):
    assert translations.compile_stale(tmp_path) == [po.with_suffix(".mo")]
    assert translations.compile_stale(tmp_path) == []
    os.utime(po, ns=(0, po.with_suffix(".mo").stat().st_mtime_ns + 1_000_000))
    assert translations.compile_stale(tmp_path) == [po.with_suffix(".mo")]


def test_the_compiled_file_speaks_with_the_right_plural(po, tmp_path):
    translations.compile_stale(tmp_path)
    with po.with_suffix(".mo").open("rb") as file:
        russian = gettext.GNUTranslations(file)
    assert russian.ngettext("%(left)d try", "%(left)d tries", 3) == "%(left)d попытки"
    assert russian.ngettext("%(left)d try", "%(left)d tries", 5) == "%(left)d попыток"


@pytest.mark.parametrize(
    ("broken", "expected"),
    [
        (TRIES.replace("%(left)d попытка", "%(lost)d попытка"), r"django.po:\d+: .*placeholder"),
        ("msgid nothing", "cannot be read"),
    ],
)
def test_a_broken_one_is_reported_with_its_place_and_not_written(po, tmp_path, broken, expected):
    po.write_text(HEADER + broken)
    with pytest.raises(SetupProblem, match=expected):
        translations.compile_stale(tmp_path)
    assert not po.with_suffix(".mo").exists()


def test_gaps_and_guesses_are_named(po, tmp_path):
    assert translations.gaps(tmp_path) == []
    po.write_text(f'{HEADER}msgid "Sign in"\nmsgstr ""\n\n#, fuzzy\nmsgid "Sign out"\nmsgstr "Войти"\n')
    assert translations.gaps(tmp_path) == ["ru: 'Sign in'", "ru: 'Sign out'"]


def test_compiling_needs_nothing_beyond_the_main_requirements():
    needed = {name.split(".")[0] for name in imported(ROOT / "merchant_portal" / "local" / "translations.py")}
    needed -= sys.stdlib_module_names | {"merchant_portal"}
    locked = {line.split("==")[0] for line in (ROOT / "requirements.txt").read_text().splitlines() if "==" in line}
    assert needed == {"babel"} and needed <= locked


def imported(path) -> set[str]:
    """Returns the modules that the file at `path` imports."""
    return {node.module for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.ImportFrom)}
