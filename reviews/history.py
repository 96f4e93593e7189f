"""What was done to a case last, in a sentence for staff who come too late."""

from django.utils.translation import gettext_lazy as _

from onboarding.events import OnboardingEvent
from onboarding.history import with_last
from reviews.events import ReviewEvent
from reviews.models import Case

TOLD = {
    OnboardingEvent.SUBMITTED: _("%(name)s sent submission %(number)s (%(when)s)."),
    OnboardingEvent.WITHDRAWN: _("%(name)s from the merchant withdrew the application (%(when)s)."),
    OnboardingEvent.CHANGES_REQUESTED: _("%(name)s asked the merchant for changes (%(when)s)."),
    OnboardingEvent.APPROVED: _("%(name)s approved the case (%(when)s)."),
    OnboardingEvent.REJECTED: _("%(name)s rejected the case (%(when)s)."),
    ReviewEvent.CLAIMED: _("%(name)s claimed the case (%(when)s)."),
    ReviewEvent.RELEASED: _("%(name)s released the case (%(when)s)."),
    ReviewEvent.DECIDED: _("%(name)s decided on the case (%(when)s)."),
    ReviewEvent.UNDONE: _("%(name)s undid the decision (%(when)s)."),
}


def with_last_move(sentence, case: Case) -> str:
    """Returns `sentence`, followed by what was done to the case last, by whom and when."""
    return with_last(sentence, case, TOLD)
