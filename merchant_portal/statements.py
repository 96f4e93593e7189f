"""The few statements that every page or every sign-in makes, written out (docs/decisions/0012).

To build a statement through the ORM costs the web process more than to run it. What is here uses Django's public
interfaces only: the fields of a model, a cursor and `Model.from_db`. The rest of the portal asks the usual way.
"""

from functools import cache, cached_property

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Model


class Select:
    """A SELECT of whole rows of one model.

    Arguments: `model`; `rest`, the SQL behind FROM's table; `join`, the name of a foreign key whose row comes along.
    Only for models whose columns hold what their attributes hold.
    """

    def __init__(self, model: type[Model], rest: str, *, join: str = ""):
        self.model, self.rest, self.join = model, rest, join

    def all(self, *values) -> list[Model]:
        """Returns the rows for `values`, one for each placeholder."""
        with connection.cursor() as cursor:
            cursor.execute(self._sql, values)
            return [self._made(row) for row in cursor.fetchall()]

    def first(self, *values) -> Model | None:
        """Returns the first of the rows for `values`, or None."""
        return next(iter(self.all(*values)), None)

    @cached_property
    def _related(self) -> type[Model] | None:
        return self.model._meta.get_field(self.join).related_model if self.join else None

    @cached_property
    def _sql(self) -> str:
        table, columns = self.model._meta.db_table, _columns(self.model)
        if self._related is None:
            return f"SELECT {columns} FROM {table} {self.rest}"  # noqa: S608 - names of ours
        there, key = self._related._meta.db_table, self.model._meta.get_field(self.join).column
        joined = f"FROM {table} LEFT JOIN {there} ON {there}.id = {table}.{key}"
        return f"SELECT {columns}, {_columns(self._related)} {joined} {self.rest}"

    def _made(self, row: tuple) -> Model:
        names = _names(self.model)
        made = self.model.from_db(DEFAULT_DB_ALIAS, names, row[: len(names)])
        if self._related is not None:
            theirs = dict(zip(_names(self._related), row[len(names) :], strict=True))
            if theirs["id"] is not None:
                setattr(made, self.join, self._related.from_db(DEFAULT_DB_ALIAS, list(theirs), theirs.values()))
        return made


def insert(row: Model) -> Model:
    """Writes a new row by one INSERT. Returns it, with its key.

    For models that expect nothing of `save`: no signals, no expressions as values.
    """
    sql, fields = _insert_into(type(row))
    values = [field.get_db_prep_save(field.pre_save(row, add=True), connection) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        row.pk = cursor.fetchone()[0]
    return row


@cache
def _insert_into(model: type[Model]) -> tuple[str, list]:
    fields = [field for field in model._meta.concrete_fields if field is not model._meta.auto_field]
    if any(field.generated for field in fields):
        raise TypeError(f"{model.__name__} has a column that the database fills")
    columns, places = ", ".join(field.column for field in fields), ", ".join(["%s"] * len(fields))
    table, key = model._meta.db_table, model._meta.pk.column
    return f"INSERT INTO {table} ({columns}) VALUES ({places}) RETURNING {key}", fields  # noqa: S608 - names of ours


@cache
def _names(model: type[Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]


@cache
def _columns(model: type[Model]) -> str:
    return ", ".join(f"{model._meta.db_table}.{field.column}" for field in model._meta.concrete_fields)
