"""How a table of moves becomes triggers."""

import pgtrigger
from django.db.models import TextChoices

LOADING = "portal.is_loading_catalogue"  # a setting of the transaction in which lists are loaded


def mark_edited() -> pgtrigger.Trigger:
    """Returns the trigger that sets `edited_at` whenever a row is changed by anything but the loading of a list."""
    return pgtrigger.Trigger(
        name="mark_edited",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        condition=pgtrigger.AnyChange(),
        func=f"""
            IF current_setting('{LOADING}', true) IS DISTINCT FROM 'on' THEN NEW.edited_at = clock_timestamp(); END IF;
            RETURN NEW;
        """,
    )


def only_listed_moves(moves: dict[TextChoices, tuple[TextChoices, ...]]) -> pgtrigger.FSM:
    """Returns the trigger that refuses every change of `status` that `moves` does not list."""
    pairs = [(before.value, after.value) for before, afters in moves.items() for after in afters]
    return pgtrigger.FSM(name="listed_moves", field="status", transitions=pairs)


def initial_status(first: TextChoices) -> pgtrigger.Protect:
    """Returns the trigger that refuses a new row in any status but the first."""
    return pgtrigger.Protect(
        name="born_in_the_first_status",
        operation=pgtrigger.Insert,
        condition=~pgtrigger.Q(new__status=first.value),
    )
