"""Every decision record has a number of its own, a date and a status."""

import re
from pathlib import Path

import pytest

RECORDS = sorted((Path(__file__).resolve().parents[2] / "docs/decisions").glob("*.md"))
NUMBERS = [path.name[:4] for path in RECORDS]
HEAD = re.compile(r"# (\d{4}) .+\n\n\*\d{4}-\d\d-\d\d · (accepted|replaced by (\d{4}))\*\n\n")


def test_numbers_follow_each_other():
    assert [f"{number:04}" for number in range(1, len(RECORDS) + 1)] == NUMBERS


@pytest.mark.parametrize("path", RECORDS, ids=lambda path: path.name)
def test_a_record_has_a_date_and_a_status(path):
    head = HEAD.match(path.read_text())
    assert head and head[1] == path.name[:4]
    assert head[3] is None or head[3] in NUMBERS
