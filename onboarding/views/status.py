from django.conf import settings
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from onboarding import permissions
from onboarding.decorators import member
from onboarding.transitions import MOVES, Status


@require_safe
@member
def page(request):
    """P11: who must act, by when; then what happened, newest first."""
    application = request.application
    if application.status == Status.DRAFT:
        return redirect("onboarding:application")
    headline, lead = _words(application.status)
    can_withdraw = Status.WITHDRAWN in MOVES[application.status] and permissions.can_submit(request.user, application)
    context = {
        "headline": headline,
        "lead": lead,
        "company": application.merchant.name,
        "application": application,
        "round": application.submission_number,
        "due_at": application.due_at,
        "is_overdue": bool(application.due_at and application.due_at < timezone.now()),
        "how_counted": _how_counted(application),
        "tracker": _tracker(application),
        "log": _log(application),
        "withdraw_url": reverse("onboarding:withdraw") if can_withdraw else "",
        "again_url": "",
        "status": application.status,
    }
    return render(request, "onboarding/status.html", context)


def _words(status) -> tuple[str, str]:
    wait = _("There is nothing you need to do. We mail you as soon as there is news.")
    return {
        Status.SUBMITTED: (_("With us"), wait),
        Status.IN_REVIEW: (_("In review"), wait),
        Status.CHANGES_REQUESTED: (_("Changes requested"), _("Something needs your attention.")),
        Status.APPROVED: (_("Approved"), _("One step is left: activate your account.")),
        Status.REJECTED: (_("Not accepted"), _("We could not accept this application.")),
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


def _tracker(application) -> list[dict]:
    """Returns the four fixed steps; exactly one is now while the application is alive."""
    reached = {
        Status.SUBMITTED: 1,
        Status.IN_REVIEW: 1,
        Status.CHANGES_REQUESTED: 1,
        Status.APPROVED: 3,
        Status.REJECTED: 3,
        Status.WITHDRAWN: 0,
    }[application.status]
    titles = [_("Submitted"), _("In review"), _("Decision"), _("Activated")]
    details = [application.submitted_at, None, application.due_at, None]
    return [
        {
            "title": title,
            "detail": detail,
            "state": "done" if number < reached else "now" if number == reached else "todo",
        }
        for number, (title, detail) in enumerate(zip(titles, details, strict=True))
    ]


def _log(application) -> list[dict]:
    """Returns what happened, newest first; never who of the review team did it."""
    entries = [
        {"at": row.submitted_at, "title": _("Application sent"), "detail": "", "url": ""}
        for row in application.submissions.order_by("-number")
    ]
    if application.status == Status.WITHDRAWN:
        entries.insert(0, {"at": application.updated_at, "title": _("Application withdrawn"), "detail": "", "url": ""})
    return entries
