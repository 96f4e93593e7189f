"""Refusals: correct requests that the rules turn down."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _


class Refused(Exception):
    """Base of every business refusal. The message is safe to show to the person who asked.

    Arguments: `message`, a translatable sentence; without one the class's own sentence is used.
    """

    status = 409
    sentence = _("Something has changed since you opened this page.")

    def __init__(self, message=None):
        self.message = message or self.sentence
        super().__init__(str(self.message))


class Forbidden(Refused):
    """The person's role does not allow this."""

    status = 403
    sentence = _("Your role doesn't allow this.")


class TooManyTries(Refused):
    """A limit is reached. `next_attempt_at` is the aware time of the next possible try, or None if unknown."""

    status = 429
    sentence = _("To keep accounts safe, we limit how often this can be done. Wait a while, then try again.")

    def __init__(self, next_attempt_at: datetime | None = None, message=None):
        self.next_attempt_at = next_attempt_at
        super().__init__(message)


class Busy(Refused):
    """The machine has no free place for this right now; nothing was counted."""

    status = 503
    sentence = _("Too many people are signing in right now. Try again in a few seconds.")
    retry_after = 5  # seconds
