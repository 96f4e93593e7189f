"""What docs/operations.md says in figures is what the settings say."""

import re
from pathlib import Path

import pytest

from merchant_portal import circuit
from merchant_portal.messaging import outbox
from tests.house.operator_defaults import defaults

TEXT = (Path(__file__).resolve().parents[2] / "docs/operations.md").read_text()
ROWS = re.findall(r"^\| `([A-Z_]+)` \| \w+ \| (\d+) \|", TEXT, re.MULTILINE)
DEFAULTS = defaults()
OURS = ("DATABASE_", "STORAGE_", "MESSAGE_", "CHECKING_", "SWEEP_", "BEAT_", "SEAL_", "CLOCK_")


@pytest.mark.parametrize("setting, value", ROWS)
def test_a_setting_has_the_value_that_is_written(setting, value):
    assert str(DEFAULTS[setting]) == value


def test_every_setting_of_operation_is_written():
    numbers = [name for name, value in DEFAULTS.items() if isinstance(value, int)]
    wanted = {name for name in numbers if name.startswith(OURS) or name.endswith("_TIMEOUT_SECONDS")}
    assert wanted <= {setting for setting, _value in ROWS}


def test_the_rests_are_those_that_are_written():
    *first, last = outbox.RESTS
    assert f"{', '.join(map(str, first))}, then {last} seconds" in TEXT
    assert f"for {circuit.REST_SECONDS} seconds in each process" in TEXT.replace("\n", " ")
