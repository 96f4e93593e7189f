"""The engine of DATABASES: what Django asks a server beside statements is watched as well."""

from contextlib import nullcontext

from django.db.backends.postgresql import base

from merchant_portal.database import watch


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection on which no query waits for longer than DATABASE_ANSWER_SECONDS.

    Commits and rollbacks only during a request: the commit of a migration may take its time.
    """

    def init_connection_state(self):
        """Prepares a new connection, under watch."""
        with watch.over(self):
            super().init_connection_state()

    def is_usable(self) -> bool:
        """Tells whether a kept connection still answers; one that does not is ended."""
        with watch.over(self):
            return super().is_usable()

    def commit(self):
        """Commits; during a request under watch."""
        with self._watched():
            super().commit()

    def rollback(self):
        """Rolls back; during a request under watch."""
        with self._watched():
            super().rollback()

    def _watched(self):
        is_in_request = self.connection is not None and watch in self.execute_wrappers
        return watch.over(self) if is_in_request else nullcontext()
