"""How cases, dates and people are put into words on the console's lists."""

import re

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django_countries import countries

from merchant_portal import clock, date_formats
from merchant_portal.calendars.business_days import days_between
from onboarding import steps
from onboarding.models import Reason
from onboarding.transitions import Status
from reviews import permissions, queue
from reviews.console import lists

LANGUAGE_NAMES = dict(settings.LANGUAGES)
BRACKETED = re.compile(r" ?[(（].*")  # what explains a legal form, which a list has no room for


def bounded(number: int) -> str:
    """Returns a bounded count as people read it: "14", "1,000+"."""
    return f"{number_format(queue.COUNTED, force_grouping=True)}+" if number > queue.COUNTED else str(number)


def listed(words: list[str]) -> str:
    """Returns words as a list in one line, as the language separates them."""
    return pgettext("between the words of a list", ", ").join(words)


def due_words(due_at) -> dict:
    """Returns how much time is left, and how strongly it is shown: plain, waiting (amber) or problem (red)."""
    if due_at is None:
        return {"text": "", "kind": ""}
    now = clock.now()
    days = days_between(now, due_at)
    if due_at < now:
        late = max(1, -days)
        return {"text": ngettext("%(n)d day late", "%(n)d days late", late) % {"n": late}, "kind": "problem"}
    if timezone.localdate(due_at) == timezone.localdate(now):
        return {"text": _("Due today, %(hour)s") % {"hour": date_formats.hour(due_at)}, "kind": "waiting"}
    return {"text": ngettext("%(n)d day left", "%(n)d days left", days) % {"n": days}, "kind": ""}


def time_left(case) -> dict:
    """Returns how much time we have, in business days, or the merchant has to correct, in calendar days."""
    if case.changes_due_at is None:
        return due_words(case.due_at)
    days = max(0, (timezone.localdate(case.changes_due_at) - timezone.localdate(clock.now())).days)
    text = ngettext("%(n)d day left for the merchant", "%(n)d days left for the merchant", days) % {"n": days}
    return {"text": text, "kind": ""}


def age_words(at) -> str:
    """Returns the age in business days."""
    days = max(0, days_between(at, clock.now()))
    return ngettext("%(n)d day old", "%(n)d days old", days) % {"n": days} if days else _("today")


def company_of(case) -> tuple[str, str]:
    """Returns the company's name in its own script, and in Latin letters if that is another."""
    return case.legal_name or case.merchant.name, case.answers.get("legal_name_latin", "")


def place_of(case) -> tuple[str, str]:
    """Returns the country and the legal form in words."""
    form = str(steps.LEGAL_FORMS.get(case.legal_form, case.legal_form))
    return countries.name(case.country) or case.country, form


def row_of(case, user, came_from: str = "") -> dict:
    """Returns what one row of the queue shows; `came_from` is the query of its list."""
    name, latin = company_of(case)
    country, form = place_of(case)
    query = lists.carried(came_from) or None
    can_claim = case.status == Status.SUBMITTED and permissions.can_review(user)
    return {
        "url": reverse("admin:reviews_case_page", args=[case.pk], query=query),
        "reference": case.reference,
        "name": name,
        "latin": latin,
        "country": country,
        "form": BRACKETED.sub("", form),
        "round": case.submission_number,
        "submitted_at": case.submitted_at,
        "age": age_words(case.submitted_at),
        "status": case.get_status_display(),
        "due": time_left(case),
        "holder": case.holder or "",
        "language": LANGUAGE_NAMES.get(case.language, ""),
        "language_code": case.language,
        "claim_url": reverse("admin:reviews_case_claim", args=[case.pk], query=query) if can_claim else "",
    }


def wording_for_staff(reason: Reason) -> str:
    """Returns what staff read: the merchant's sentence of an internal reason is neutral, and tells nothing."""
    if reason.kind != Reason.Kind.FINAL_INTERNAL:
        return reason.wording
    known = {
        "risk.sanctions": _("On a sanctions list (internal)"),
        "risk.forgery": _("A document is not genuine (internal)"),
        "risk.integrity": _("Someone else's documents, or contradictory information (internal)"),
        "risk.debt": _("Outstanding debt to us (internal)"),
    }
    return known.get(reason.code, reason.code)
