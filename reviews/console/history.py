"""What happened to a case, for staff: one timeline for both sides, newest first."""

from django.utils.translation import gettext as _

from accounts.models import User
from merchant_portal.audit import recording as audit
from merchant_portal.audit.models import AuditEvent
from onboarding.events import OnboardingEvent
from onboarding.models import DocumentVersion, Requirement
from reviews.console import rows
from reviews.events import ReviewEvent
from reviews.models import Case


def _titles() -> dict[str, str]:
    return {
        OnboardingEvent.JOINED.code: _("Registered"),
        OnboardingEvent.PROFILE_SAVED.code: _("Company details saved"),
        OnboardingEvent.DOCUMENT_UPLOADED.code: _("Document uploaded"),
        OnboardingEvent.DOCUMENT_REMOVED.code: _("Document removed"),
        OnboardingEvent.DOCUMENT_OPENED.code: _("Document opened"),
        OnboardingEvent.COMMENTED.code: _("Explanation added"),
        OnboardingEvent.SUBMITTED.code: _("Submitted"),
        OnboardingEvent.WITHDRAWN.code: _("Withdrawn"),
        OnboardingEvent.CHANGES_REQUESTED.code: _("Changes requested"),
        OnboardingEvent.APPROVED.code: _("Approved"),
        OnboardingEvent.REJECTED.code: _("Rejected"),
        OnboardingEvent.BEGUN_AGAIN.code: _("New application started"),
        OnboardingEvent.LINK_RENEWED.code: _("Activation link sent again"),
        OnboardingEvent.ACTIVATED.code: _("Activated"),
        ReviewEvent.CLAIMED.code: _("Claimed"),
        ReviewEvent.RELEASED.code: _("Released"),
        ReviewEvent.JUDGED.code: _("Item reviewed"),
        ReviewEvent.DECIDED.code: _("Decided"),
        ReviewEvent.UNDONE.code: _("Decision undone"),
    }


def timeline_of(case: Case) -> list[dict]:
    """Returns what is on record about a case, its merchant and its documents."""
    versions = list(DocumentVersion.objects.filter(document__requirement__application_id=case.pk))
    events = audit.history_of(case, case.merchant, *versions)
    ids = {event.by_id for event in events if event.by_id.isdigit()}
    people = {str(person.pk): person for person in User.objects.filter(pk__in=ids).only("name", "role")}
    requirements = {
        row.key: row.title for row in Requirement.objects.filter(application_id=case.pk).select_related("rule")
    }
    titles = _titles()
    lines = [
        {
            "at": event.at,
            "title": titles[event.code],
            "who": people[event.by_id].name if event.by_id in people else event.by_id,
            "is_staff": event.by_id in people and people[event.by_id].is_staff,
            "detail": _detail(event.data, requirements),
        }
        for event in events
        if event.code in titles
    ]
    return [line for number, line in enumerate(lines) if number == 0 or not _says_the_same(line, lines[number - 1])]


def last_actions(person: User) -> list[dict]:
    """Returns what `person` did last on cases, newest first."""
    done = AuditEvent.objects.filter(by_id=str(person.pk), code__in=[event.code for event in DONE_BY_STAFF])
    events = list(done.order_by("-id")[:LAST])
    numbers = [int(event.target.rpartition(":")[2]) for event in events]
    cases = {case.pk: case for case in Case.objects.filter(pk__in=numbers)}
    titles = _titles()
    return [
        {"at": event.at, "title": titles[event.code], "reference": cases[number].reference, "pk": number}
        for event, number in zip(events, numbers, strict=True)
        if number in cases
    ]


LAST = 5
DONE_BY_STAFF = (ReviewEvent.CLAIMED, ReviewEvent.RELEASED, ReviewEvent.JUDGED, ReviewEvent.DECIDED, ReviewEvent.UNDONE)


def _says_the_same(line: dict, newer: dict) -> bool:
    """Returns whether a line repeats the one above it: a document whose pages were opened one after the other."""
    return all(line[key] == newer[key] for key in ("title", "who", "detail"))


def _detail(facts: dict, requirements: dict[str, str]) -> str:
    """Returns the facts of an event in a few words."""
    words = []
    if "requirement" in facts:
        words.append(requirements.get(facts["requirement"], facts["requirement"]))
    for key in facts.get("requirements", []):
        words.append(requirements.get(key, key))
    number = facts.get("number") or facts.get("submission")
    if number:
        words.append(_("submission %(n)s") % {"n": number})
    outcomes = {
        "accept": _("accepted"),
        "return": _("returned"),
        "approve": _("Approved"),
        "reject": _("Rejected"),
        "request_changes": _("Changes requested"),
    }
    verdict = facts.get("verdict") or facts.get("outcome")
    if verdict:
        words.append(outcomes.get(verdict, verdict))
    if "reasons" in facts:
        words += facts["reasons"]
    return rows.listed(words)
