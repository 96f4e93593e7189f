from django.conf import settings
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_POST, require_safe

from merchant_portal import clock, date_formats
from merchant_portal.audit import recording as audit
from onboarding import permissions
from onboarding.actions import joining
from onboarding.decorators import member
from onboarding.events import OnboardingEvent
from onboarding.forms import AgainForm
from onboarding.models import DecisionNotice, promised_days
from onboarding.transitions import MOVES, MerchantStatus, Status


@require_safe
@member
def application_status(request):
    """Who must act, by when; then what happened, newest first. After a rejection, the reasons."""
    if request.application.status == Status.DRAFT:
        return redirect("onboarding:application")
    return _show(request)


@require_POST
@member
def begin_again(request):
    """Opens a new application after one that was rejected or withdrawn."""
    form = AgainForm(request.POST)
    if not form.is_valid():
        joining.check_has_ended(request.application)
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
    notice = DecisionNotice.objects.get(
        submission__application=application, submission__number=application.submission_number
    )
    reasons = notice.reasons.select_related("reason").order_by("reason__position")
    wordings = dict.fromkeys(row.reason.wording for row in reasons)  # integrity reasons share one sentence
    return {
        "reasons": [{"wording": wording} for wording in wordings],
        "message": notice.message,
        "support_email": settings.SUPPORT_EMAIL,
    }


def _standing(request) -> dict:
    application, merchant = request.application, request.membership.merchant
    headline, lead = _words(application.status, merchant.status)
    can_withdraw = Status.WITHDRAWN in MOVES[application.status] and permissions.can_submit(request.user, application)
    events = audit.history_of(application, merchant, events=TOLD)
    return {
        "headline": headline,
        "lead": lead,
        "company": merchant.name,
        "round": application.submission_number,
        "due_at": application.due_at,
        "is_overdue": bool(application.due_at and application.due_at < clock.now()),
        "how_counted": _how_counted(application),
        "tracker": _tracker(application, events, merchant.status in ACTIVATED),
        "log": _log(events),
        "withdraw_url": reverse("onboarding:withdraw") if can_withdraw else "",
        "go_on": _go_on(request),
    }


def _go_on(request) -> dict | None:
    """Returns the one thing to do from here, if there is one."""
    merchant = request.membership.merchant
    if merchant.status == MerchantStatus.ACTIVE:
        return {"url": reverse("onboarding:home"), "action": _("Open your seller home")}
    if merchant.status == MerchantStatus.APPROVED and permissions.can_activate(request.user, merchant):
        return {"url": reverse("onboarding:activate"), "action": _("Activate account")}
    if request.application.status == Status.CHANGES_REQUESTED:
        return {"url": reverse("onboarding:changes"), "action": _("See what to correct")}
    return None


def _words(status, merchant_status) -> tuple[str, str]:
    """Returns the headline and the lead: by the merchant's own status first, then by the application's."""
    wait = _("You don't need to do anything. We'll email you as soon as there's an update.")
    ask = _("Your seller home is closed. To find out why and what you can do, write to %(mail)s.")
    ask %= {"mail": settings.SUPPORT_EMAIL}
    of_merchant = {
        MerchantStatus.ACTIVE: (_("Account active"), _("Your seller home is open.")),
        MerchantStatus.SUSPENDED: (_("Account suspended"), ask),
        MerchantStatus.CLOSED: (_("Account closed"), ask),
    }
    of_application = {
        Status.SUBMITTED: (_("Waiting for review"), wait),
        Status.IN_REVIEW: (_("In review"), wait),
        Status.CHANGES_REQUESTED: (_("Changes requested"), _("Some items need your attention.")),
        Status.APPROVED: (_("Approved"), _("One step is left: activate your account.")),
        Status.WITHDRAWN: (_("Withdrawn"), _("This application has been withdrawn.")),
    }
    return of_merchant.get(merchant_status) or of_application[status]


def _how_counted(application) -> str:
    if not application.due_at:
        return ""
    days = promised_days(application.submission_number)
    text = ngettext(
        "%(days)s business day, Monday to Friday, counted from the day after you submitted (%(zone)s).",
        "%(days)s business days, Monday to Friday, counted from the day after you submitted (%(zone)s).",
        days,
    )
    return text % {"days": days, "zone": date_formats.zone(application.due_at)}


def _tracker(application, events, was_activated) -> list[dict]:
    """Returns the four fixed steps. One is now until the account is active; a withdrawn application has none."""
    if application.status == Status.WITHDRAWN:
        return []
    reached = 4 if was_activated else 3 if application.status == Status.APPROVED else 1
    approved = _at(events, OnboardingEvent.APPROVED)
    activated = _at(events, OnboardingEvent.ACTIVATED) or ("" if approved else _("after approval"))
    steps = [
        (_("Submitted"), application.submitted_at),
        (_("In review"), _review(application, events)),
        (_("Decision"), application.due_at or approved),
        (pgettext("tracker", "Activated"), activated),
    ]
    return [
        {
            "title": title,
            "detail": detail,
            "state": "done" if number < reached else "now" if number == reached else "todo",
        }
        for number, (title, detail) in enumerate(steps)
    ]


def _review(application, events):
    """Returns since when this round is reviewed, or in words what it waits for."""
    if application.status == Status.CHANGES_REQUESTED:
        return _("waiting for you")
    this_round = [event for event in events if event.data.get("number") == application.submission_number]
    began = _at(this_round, OnboardingEvent.REVIEW_BEGUN)
    return _("not started yet") if application.status == Status.SUBMITTED else began


def _at(events, wanted):
    """Returns when `wanted` happened last, or None; `events` come newest first."""
    return next((event.at for event in events if event.code == wanted.code), None)


ACTIVATED = (MerchantStatus.ACTIVE, MerchantStatus.SUSPENDED, MerchantStatus.CLOSED)
TOLD = (
    OnboardingEvent.SUBMITTED,
    OnboardingEvent.REVIEW_BEGUN,
    OnboardingEvent.CHANGES_REQUESTED,
    OnboardingEvent.APPROVED,
    OnboardingEvent.REJECTED,
    OnboardingEvent.WITHDRAWN,
    OnboardingEvent.ACTIVATED,
)


def _log(events) -> list[dict]:
    """Returns what happened, newest first; never who of the review team did it. A review begins once a round."""
    titles = {
        OnboardingEvent.SUBMITTED.code: _("Application submitted"),
        OnboardingEvent.REVIEW_BEGUN.code: _("Review started"),
        OnboardingEvent.CHANGES_REQUESTED.code: _("Changes requested"),
        OnboardingEvent.APPROVED.code: _("Application approved"),
        OnboardingEvent.REJECTED.code: _("Application not accepted"),
        OnboardingEvent.WITHDRAWN.code: _("Application withdrawn"),
        OnboardingEvent.ACTIVATED.code: _("Account activated"),
    }
    seen, entries = set(), []
    for event in reversed(events):
        what = (event.code, event.data.get("number"))
        if what in seen:
            continue
        seen.add(what)
        title = titles[event.code]
        if event.code == OnboardingEvent.SUBMITTED.code and event.data["number"] > 1:
            title = _("Corrected application submitted")
        entries.append({"at": event.at, "title": title, "detail": _detail(event)})
    return entries[::-1]


def _detail(event) -> str:
    if event.code == OnboardingEvent.REVIEW_BEGUN.code:
        return _("By the review team")
    if event.code == OnboardingEvent.CHANGES_REQUESTED.code:
        count = len(event.data["requirements"])
        return ngettext("%(count)d item to correct", "%(count)d items to correct", count) % {"count": count}
    return ""
