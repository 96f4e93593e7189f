"""Our handler for django-axes: it lets a password be tried only with an attempt, and keeps no rows of its own."""

from axes.handlers.base import AbstractAxesHandler, AxesBaseHandler

from accounts.actions import attempts


class AxesHandler(AbstractAxesHandler, AxesBaseHandler):
    """Refuses to authenticate without an attempt, which `authentication.try_password` consumed.

    What is counted, and for how long, is defined in `attempts.Limit`.
    """

    def is_allowed(self, request, credentials=None):
        """Called once by each `authenticate`, before any backend hashes."""
        return credentials.get("attempt") is not None

    def is_locked(self, request, credentials=None):
        return False

    def get_failures(self, request, credentials=None):
        return 0

    def reset_attempts(self, *, ip_address=None, username=None, ip_or_username=False):
        """Opens the account `username` for unknown browsers again. Returns 1 if attempts were on record, else 0."""
        return attempts.clear(attempts.Limit.PASSWORD, attempts.password_key(username)) if username else 0

    def user_login_failed(self, sender, credentials, request=None, **unused):
        """Nothing is counted here: the attempt was consumed before."""

    def user_logged_in(self, sender, request, user, **unused):
        """Nothing is reset here: `passwords.accept` refunds the one attempt."""

    def user_logged_out(self, sender, request, user, **unused):
        """Signing out counts nothing."""


def keep_response(request, original_response, credentials):
    """Returns the page our view made: axes would put its own in its place."""
    return original_response
