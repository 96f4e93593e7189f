"""docs/settings.md lists every setting with the default that the code has."""

import re
from pathlib import Path

import pytest

from merchant_portal import environment
from merchant_portal import settings as django_settings
from tests.house.operator_defaults import REQUIRED, defaults
from tests.house.test_promises import NOT_YET

TEXT = (Path(__file__).resolve().parents[2] / "docs/settings.md").read_text()
ROWS = re.findall(r"^\| `([A-Z_]+)` \| ([\w ]*) \| ([^|]+) \| ([^|]+) \|$", TEXT, re.MULTILINE)
DEFAULTS = defaults()
TRANSLATED = {"SITE_NAME", "OPERATOR_NAME", "SUPPORT_HOURS"}  # empty here; settings.py has the words
UNITS = {"MB": "MB", "PAGES": "pages", "SECONDS": "seconds", "MINUTES": "minutes", "HOURS": "hours", "DAYS": "days"}


def written(value: object) -> str:
    """Returns how the table writes a default."""
    if isinstance(value, list):
        return ",".join(value) or "none"
    return str(value) or "none"


@pytest.mark.parametrize("name", sorted(set(REQUIRED) - {"ENVIRONMENT"}))
def test_production_does_not_start_without_what_must_be_set(name, monkeypatch):
    monkeypatch.delitem(REQUIRED, name)
    with pytest.raises(environment.Unsafe, match=name):
        defaults()


def test_every_setting_is_listed_once():
    names = [name for name, *_rest in ROWS]
    assert sorted(names) == sorted(set(DEFAULTS) - NOT_YET)


@pytest.mark.parametrize("name, unit, default, effect", ROWS, ids=[row[0] for row in ROWS])
def test_a_setting_has_the_default_that_is_written(name, unit, default, effect):
    plain = default.replace("`", "")
    if name == "ENVIRONMENT":
        assert plain == environment.LOCAL
    elif name in REQUIRED:
        assert plain == "**must be set**"
    elif name == "ALARM_EMAIL":
        assert plain == "SUPPORT_EMAIL"
    elif name in TRANSLATED:
        assert str(getattr(django_settings, f"DEFAULT_{name}")).startswith(plain)
    else:
        assert plain == written(DEFAULTS[name])
    assert effect.strip()


@pytest.mark.parametrize("name, unit", [(name, unit) for name, unit, *_rest in ROWS if isinstance(DEFAULTS[name], int)])
def test_a_number_has_the_unit_that_its_name_ends_with(name, unit):
    assert unit or isinstance(DEFAULTS[name], bool)
    assert UNITS.get(name.rpartition("_")[2], unit) in unit
