from django.conf import settings
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from merchant_portal.audit import recording as audit
from onboarding import permissions
from onboarding.actions import joining
from onboarding.decorators import member
from onboarding.events import Event
from onboarding.forms import AgainForm
from onboarding.models import Letter
from onboarding.transitions import MOVES, MerchantStatus, Status


@require_safe
@member
def page(request):
    """P11: who must act, by when; then what happened, newest first. P13 after a rejection."""
    if request.application.status == Status.DRAFT:
        return redirect("onboarding:application")
    return _show(request)


@require_POST
@member
def again(request):
    """Opens a new application after one that was rejected or withdrawn."""
    form = AgainForm(request.POST)
    if not form.is_valid():
        return _show(request, form)
    joining.begin_again(application=request.application, form_key=form.cleaned_data["form_key"], by=request.user)
    return redirect("onboarding:application")


def _show(request, form=None):
    application = request.application
    can_begin = application.status in joining.ENDED_WITHOUT_APPROVAL and permissions.can_submit(
        request.user, application
    )
    context = {
        "application": application,
        "status": application.status,
        "again_url": reverse("onboarding:again") if can_begin else "",
        "form": (form or AgainForm()) if can_begin else None,
    }
    if application.status == Status.REJECTED:
        return render(request, "onboarding/rejected.html", context | _refusal(application))
    return render(request, "onboarding/status.html", context | _standing(request))


def _refusal(application) -> dict:
    letter = Letter.objects.get(submission__application=application, submission__number=application.submission_number)
    reasons = letter.reasons.select_related("reason").order_by("reason__position")
    wordings = dict.fromkeys(row.reason.wording for row in reasons)  # integrity reasons share one sentence
    return {
        "reasons": [{"wording": wording} for wording in wordings],
        "message": letter.message,
        "support_email": settings.SUPPORT_EMAIL,
    }


def _standing(request) -> dict:
    application, merchant = request.application, request.membership.merchant
    is_active = merchant.status == MerchantStatus.ACTIVE
    headline, lead = (_("Active"), _("Your seller home is open.")) if is_active else _words(application.status)
    can_withdraw = Status.WITHDRAWN in MOVES[application.status] and permissions.can_submit(request.user, application)
    events = audit.history_of(application, merchant, events=TOLD)
    return {
        "headline": headline,
        "lead": lead,
        "company": merchant.name,
        "round": application.submission_number,
        "due_at": application.due_at,
        "is_overdue": bool(application.due_at and application.due_at < timezone.now()),
        "how_counted": _how_counted(application),
        "tracker": _tracker(application, events, is_active),
        "log": _log(events),
        "withdraw_url": reverse("onboarding:withdraw") if can_withdraw else "",
        "go_on": _go_on(application, is_active),
    }


def _go_on(application, is_active) -> dict | None:
    """Returns the one thing to do from here, if there is one."""
    if is_active:
        return {"url": reverse("onboarding:home"), "action": _("Open the seller home")}
    if application.status == Status.APPROVED:
        return {"url": reverse("onboarding:activate"), "action": _("Activate account")}
    if application.status == Status.CHANGES_REQUESTED:
        return {"url": reverse("onboarding:changes"), "action": _("See what to correct")}
    return None


def _words(status) -> tuple[str, str]:
    wait = _("There is nothing you need to do. We mail you as soon as there is news.")
    return {
        Status.SUBMITTED: (_("With us"), wait),
        Status.IN_REVIEW: (_("In review"), wait),
        Status.CHANGES_REQUESTED: (_("Changes requested"), _("Something needs your attention.")),
        Status.APPROVED: (_("Approved"), _("One step is left: activate your account.")),
        Status.WITHDRAWN: (_("Withdrawn"), _("You have taken this application back.")),
    }[status]


def _how_counted(application) -> str:
    if not application.due_at:
        return ""
    days = settings.REVIEW_BUSINESS_DAYS if application.submission_number == 1 else settings.CORRECTION_BUSINESS_DAYS
    text = ngettext(
        "%(days)s business day from the day after you sent it, Monday to Friday.",
        "%(days)s business days from the day after you sent it, Monday to Friday.",
        days,
    )
    return text % {"days": days}


def _tracker(application, events, is_active) -> list[dict]:
    """Returns the four fixed steps; exactly one is now while the application is alive."""
    reached = {
        Status.SUBMITTED: 1,
        Status.IN_REVIEW: 1,
        Status.CHANGES_REQUESTED: 1,
        Status.APPROVED: 3,
        Status.WITHDRAWN: 0,
    }[application.status]
    if is_active:
        reached = 4
    at = {event.code: event.at for event in reversed(events)}
    waiting = _("waits for you") if application.status == Status.CHANGES_REQUESTED else None
    steps = [
        (_("Submitted"), application.submitted_at),
        (_("In review"), waiting or at.get(Event.REVIEW_BEGUN.code)),
        (_("Decision"), application.due_at or at.get(Event.APPROVED.code)),
        (_("Activated"), at.get(Event.ACTIVATED.code)),
    ]
    return [
        {
            "title": title,
            "detail": detail,
            "state": "done" if number < reached else "now" if number == reached else "todo",
        }
        for number, (title, detail) in enumerate(steps)
    ]


TOLD = (
    Event.SUBMITTED,
    Event.REVIEW_BEGUN,
    Event.CHANGES_REQUESTED,
    Event.APPROVED,
    Event.REJECTED,
    Event.WITHDRAWN,
    Event.ACTIVATED,
)


def _log(events) -> list[dict]:
    """Returns what happened, newest first; never who of the review team did it. A review is begun once a round."""
    titles = {
        Event.SUBMITTED.code: _("Application sent"),
        Event.REVIEW_BEGUN.code: _("Review begun"),
        Event.CHANGES_REQUESTED.code: _("Changes requested"),
        Event.APPROVED.code: _("Application approved"),
        Event.REJECTED.code: _("Application not accepted"),
        Event.WITHDRAWN.code: _("Application withdrawn"),
        Event.ACTIVATED.code: _("Account activated"),
    }
    seen, entries = set(), []
    for event in reversed(events):
        what = (event.code, event.data.get("number"))
        if what in seen:
            continue
        seen.add(what)
        title = titles[event.code]
        if event.code == Event.SUBMITTED.code and event.data["number"] > 1:
            title = _("Application sent again, corrected")
        entries.append({"at": event.at, "title": title, "detail": "", "url": ""})
    return entries[::-1]
