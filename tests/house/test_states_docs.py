"""docs/states.md is what the command prints."""

import io
from pathlib import Path

from django.core.management import call_command

from onboarding import transitions as onboarding
from reviews import transitions as reviews
from reviews.management.commands.print_states import MACHINES, NOT_MADE_YET
from tests.house.test_promises import NOT_YET

PRINTED = Path(__file__).resolve().parents[2] / "docs/states.md"


def test_the_document_is_what_is_printed():
    output = io.StringIO()
    call_command("print_states", stdout=output)
    assert PRINTED.read_text() == output.getvalue()


def test_every_table_of_moves_is_printed():
    named = {**vars(onboarding), **vars(reviews)}
    tables = [value for name, value in named.items() if name.endswith("MOVES")]
    assert [moves for _name, _sentence, moves in MACHINES] == tables


def test_what_is_left_out_is_what_no_rule_reaches():
    assert {f"{type(status).__name__}.{status.name}" for status in NOT_MADE_YET} == {
        name for name in NOT_YET if "Status." in name
    }
