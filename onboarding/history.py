"""What was done to an application last, in a sentence for whoever comes too late."""

from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from merchant_portal import date_formats
from merchant_portal.audit import recording as audit
from merchant_portal.audit.events import AuditedEvent
from merchant_portal.audit.models import AuditEvent
from onboarding.events import OnboardingEvent
from onboarding.models import Application, Merchant

# For merchants: the review team has no names.
MOVES_TOLD = {
    OnboardingEvent.BEGUN_AGAIN: gettext_lazy("%(name)s started this application (%(when)s)."),
    OnboardingEvent.SUBMITTED: gettext_lazy("%(name)s submitted the application (%(when)s)."),
    OnboardingEvent.WITHDRAWN: gettext_lazy("%(name)s withdrew the application (%(when)s)."),
    OnboardingEvent.CHANGES_REQUESTED: gettext_lazy("We asked for changes (%(when)s)."),
    OnboardingEvent.APPROVED: gettext_lazy("We approved the application (%(when)s)."),
    OnboardingEvent.REJECTED: gettext_lazy("We rejected the application (%(when)s)."),
}


ACTIVATION = {OnboardingEvent.ACTIVATED: gettext_lazy("%(name)s activated the account (%(when)s).")}


def activation_of(merchant: Merchant) -> str:
    """Returns who activated the merchant and when, or nothing."""
    return with_last("", merchant, ACTIVATION).strip()


def with_last_move(sentence, application: Application) -> str:
    """Returns `sentence`, followed by what was done to the application last, by whom and when."""
    return with_last(sentence, application, MOVES_TOLD)


def with_last(sentence, thing: Model, sentences: dict[AuditedEvent, str]) -> str:
    """Returns `sentence`, followed by the newest event about the row that `sentences` has words for."""
    newest = audit.newest_of(thing, events=sentences)
    if newest is None:
        return str(sentence)
    words = next(text for event, text in sentences.items() if event.code == newest.code)
    return f"{sentence} {words % _facts(newest)}"


def _facts(event: AuditEvent) -> dict:
    person = User.objects.filter(pk=event.by_id).first() if event.by_id.isdigit() else None
    name = person.name if person else _("The system")
    return event.data | {"name": name, "when": date_formats.recent(event.at)}
