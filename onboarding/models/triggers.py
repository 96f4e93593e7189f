"""How a table of moves becomes triggers."""

import pgtrigger
from django.db.models import TextChoices


def only_listed_moves(moves: dict[TextChoices, tuple[TextChoices, ...]]) -> pgtrigger.FSM:
    """Returns the trigger that refuses every change of `status` that `moves` does not list."""
    pairs = [(before.value, after.value) for before, afters in moves.items() for after in afters]
    return pgtrigger.FSM(name="listed_moves", field="status", transitions=pairs)


def initial_status(first: TextChoices) -> pgtrigger.Protect:
    """Returns the trigger that refuses a row born in any status but the first."""
    return pgtrigger.Protect(
        name="born_in_the_first_status",
        operation=pgtrigger.Insert,
        condition=~pgtrigger.Q(new__status=first.value),
    )
