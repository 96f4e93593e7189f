"""Our handler for django-axes: it spends an attempt before the hash is computed and keeps no rows of its own."""

from axes.handlers.base import AbstractAxesHandler, AxesBaseHandler

from accounts.actions import attempts, browsers


class AxesHandler(AbstractAxesHandler, AxesBaseHandler):
    """Consumes an attempt of the account and this browser, if the account knows it; else of all unknown ones.

    What is counted, and for how long, is defined in `attempts.Limit`.
    """

    def is_allowed(self, request, credentials=None):
        """Called once by each `authenticate`, before any backend hashes. Takes one attempt."""
        key = credentials["email_key"]
        request.known_browser = browsers.known_to(request, key)
        request.attempt_key = attempts.password_key(key, request.known_browser)
        request.attempt = attempts.consume(attempts.Limit.PASSWORD, request.attempt_key)
        return request.attempt is not None

    def is_locked(self, request, credentials=None):
        return False

    def get_failures(self, request, credentials=None):
        return 0

    def reset_attempts(self, *, ip_address=None, username=None, ip_or_username=False):
        """Opens the account `username` for unknown browsers again. Returns 1 if attempts were on record, else 0."""
        return attempts.clear(attempts.Limit.PASSWORD, attempts.password_key(username)) if username else 0

    def user_login_failed(self, sender, credentials, request=None, **unused):
        """Nothing is counted here: the attempt was spent before."""

    def user_logged_in(self, sender, request, user, **unused):
        """Nothing is reset here: `passwords.verify` gives back the one attempt."""

    def user_logged_out(self, sender, request, user, **unused):
        """Signing out counts nothing."""


def keep_response(request, original_response, credentials):
    """Returns the page our view made: axes would put its own in its place."""
    return original_response
