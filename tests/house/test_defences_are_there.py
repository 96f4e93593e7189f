"""The lines that `make defences` switches off still stand where it looks for them."""

import pytest

from tests.attacks.defences import contacts, messages_and_links, passwords_and_codes, sessions_and_site
from tests.house.test_house_rules import ROOT

DEFENCES = [
    *passwords_and_codes.DEFENCES,
    *messages_and_links.DEFENCES,
    *contacts.DEFENCES,
    *sessions_and_site.DEFENCES,
]


@pytest.mark.parametrize("defence", DEFENCES, ids=lambda defence: defence.name)
def test_its_line_stands_in_its_file(defence):
    assert (ROOT / defence.file).read_text().count(defence.line) == 1


@pytest.mark.parametrize("defence", DEFENCES, ids=lambda defence: defence.name)
def test_its_attacks_are_there(defence):
    files, _k, chosen = defence.attacks.partition(" -k ")
    names = " ".join(
        line for file in files.split() for line in (ROOT / file).read_text().splitlines() if "def " in line
    )
    asked = [word for word in chosen.strip("'").split() if word not in ("or", "and", "not")]
    assert all(word in names for word in asked)


def test_there_are_many_and_each_has_a_name():
    assert len({defence.name for defence in DEFENCES}) == len(DEFENCES) >= 30
