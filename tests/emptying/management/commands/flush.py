"""Stands before Django's command of this name, which a transactional test ends with."""

from functools import cache

from django.core.management.base import BaseCommand
from django.db import connection

KEPT = {"django_migrations", "django_content_type", "auth_permission"}


@cache
def tables_of_tests() -> list[str]:
    """Returns the tables that are emptied."""
    return [name for name in connection.introspection.table_names() if name not in KEPT]


class Command(BaseCommand):
    """Deletes what a test left, in milliseconds: triggers rest, the tables are small, permissions stay."""

    stealth_options = ("interactive", "database", "reset_sequences", "allow_cascade", "inhibit_post_migrate")

    def handle(self, **options):
        with connection.cursor() as cursor:
            deletes = "; ".join(f'DELETE FROM "{name}"' for name in tables_of_tests())  # noqa: S608 - of our tables
            cursor.execute(f"SET session_replication_role = replica; {deletes}; SET session_replication_role = origin")
