"""docs/states.md is what the command prints."""

import io
from pathlib import Path

from django.core.management import call_command

from onboarding import transitions as onboarding
from reviews import transitions as reviews
from reviews.management.commands.print_states import MACHINES

PRINTED = Path(__file__).resolve().parents[2] / "docs/states.md"


def test_the_document_is_what_is_printed():
    said = io.StringIO()
    call_command("print_states", stdout=said)
    assert PRINTED.read_text() == said.getvalue()


def test_every_table_of_moves_is_printed():
    named = {**vars(onboarding), **vars(reviews)}
    tables = [value for name, value in named.items() if name.endswith("MOVES")]
    assert [moves for _name, _sentence, moves in MACHINES] == tables
