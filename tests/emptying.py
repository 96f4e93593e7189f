"""Emptying the database after a test that commits."""

from functools import cache

from django.db import connection

KEPT = {"django_migrations", "django_content_type", "auth_permission"}


def empty_tables(case) -> None:
    """Deletes what a transactional test left, in milliseconds: triggers rest, the tables are small."""
    with connection.cursor() as cursor:
        deletes = "; ".join(f'DELETE FROM "{name}"' for name in tables_of_tests())  # noqa: S608 - names of our tables
        cursor.execute(f"SET session_replication_role = replica; {deletes}; SET session_replication_role = origin")


@cache
def tables_of_tests() -> list[str]:
    """Returns the tables that are emptied."""
    return [name for name in connection.introspection.table_names() if name not in KEPT]
