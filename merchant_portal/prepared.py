"""Statements whose SQL is built once: for the few that every page or every sign-in makes.

To build a statement costs the web process more than to run it (docs/decisions/0012). The rest of the portal asks
the usual way.
"""

from collections.abc import Callable
from copy import copy
from functools import cache, cached_property

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import Model, QuerySet, Value
from django.db.models.query import ModelIterable


class Prepared:
    """A SELECT of rows of one model. `build` takes a stand-in for each value and returns the queryset.

    The stand-ins may stand wherever an expression may. A value of None matches nothing.
    """

    def __init__(self, build: Callable[..., QuerySet]):
        self.build = build

    def all(self, *values) -> list[Model]:
        """Returns the rows for `values`, in the order of the stand-ins."""
        return list(ModelIterable(_Bound(*self._built, values)))

    def first(self, *values) -> Model | None:
        """Returns the first of the rows for `values`, or None."""
        return next(iter(self.all(*values)), None)

    @cached_property
    def _built(self):
        places = self.build.__code__.co_argcount
        queryset = self.build(*(Value(_Slot(place)) for place in range(places)))
        compiler = queryset.query.get_compiler(DEFAULT_DB_ALIAS)
        return compiler, *compiler.as_sql()


def insert(row: Model) -> Model:
    """Writes a new row by an INSERT that is built once for its model. Returns it, with its id.

    For models that hang nothing on `save`: no signals, no expressions as values.
    """
    sql, fields = _insert_into(type(row))
    values = [field.get_db_prep_save(field.pre_save(row, add=True), connection) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        row.pk = cursor.fetchone()[0]
    row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS
    return row


@cache
def _insert_into(model: type[Model]) -> tuple[str, list]:
    given = [field for field in model._meta.local_concrete_fields if field is not model._meta.auto_field]
    if any(field.generated or hasattr(field, "get_placeholder") for field in given):
        raise TypeError(f"{model.__name__} has a column that takes more than a value")
    quoted = connection.ops.quote_name
    columns, places = ", ".join(quoted(field.column) for field in given), ", ".join(["%s"] * len(given))
    table, key = quoted(model._meta.db_table), quoted(model._meta.pk.column)
    return f"INSERT INTO {table} ({columns}) VALUES ({places}) RETURNING {key}", given  # noqa: S608 - names of ours


class _Slot:
    def __init__(self, place: int):
        self.place = place


class _Bound:
    """A built statement with its values, as what reads rows for Django asks its queryset and its query."""

    db, _known_related_objects = DEFAULT_DB_ALIAS, {}

    def __init__(self, compiler, sql: str, slots: tuple, values: tuple):
        self.query = self
        self.compiler = copy(compiler)
        self.statement = sql, tuple(values[at.place] if isinstance(at, _Slot) else at for at in slots)

    def get_compiler(self, using: str):
        self.compiler.connection = connections[using]
        self.compiler.as_sql = lambda: self.statement
        return self.compiler
