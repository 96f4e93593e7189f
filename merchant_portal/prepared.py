"""Queries whose SQL is built once: for the few that every page or every sign-in makes.

To build a statement costs the web process more than to run it (docs/decisions/0012). The rest of the portal asks
the usual way.
"""

from collections.abc import Callable
from copy import copy
from functools import cached_property

from django.db import DEFAULT_DB_ALIAS, connections
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
