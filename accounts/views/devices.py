"""Where a person signs in: known browsers, open sessions, and what happened lately."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import history
from accounts.actions import browsers
from merchant_portal import date_formats
from merchant_portal.http import safe_next
from merchant_portal.idempotency.presses import own_answer
from merchant_portal.templatetags.portal import seconds_left

MAX_DIGITS = 18  # what a bigint holds for certain


def browser_rows(request) -> list[dict]:
    """Returns the browsers that proved themselves to the account, this one first."""
    mine = request.session.row.browser_id
    rows = [{"browser": browser, "is_this": browser.pk == mine} for browser in browsers.all_of(request.user)]
    return sorted(rows, key=lambda row: not row["is_this"])


def session_rows(request) -> list[dict]:
    """Returns the open sessions, this one first."""
    mine = request.session.row.pk
    rows = [
        {"session": session, "is_this": session.pk == mine, "method": history.method_name(session.method)}
        for session in browsers.sessions_of(request.user)
    ]
    return sorted(rows, key=lambda row: not row["is_this"])


def about_browsers(request, rows: list[dict]) -> str:
    """Returns the one sentence about the browsers of an account."""
    trusted = sum(row["browser"].is_trusted for row in rows)
    if request.user.is_staff or not rows:
        return _("Every sign-in asks for a code.")
    if not trusted:
        return _("You have no trusted browsers. Every sign-in asks for a code.")
    sentence = ngettext("%(count)d browser skips the second step.", "%(count)d browsers skip the second step.", trusted)
    return sentence % {"count": trusted}


def about_sessions(rows: list[dict]) -> str:
    """Returns the one sentence about where somebody is signed in."""
    if len(rows) == 1:
        return _("You are signed in here only. There are no other sessions.")
    sentence = ngettext("You have %(count)d active session.", "You have %(count)d active sessions.", len(rows))
    return sentence % {"count": len(rows)}


@require_http_methods(["GET", "HEAD", "POST"])
def known_browsers(request):
    """The browsers of the account. POST forgets one (`browser`) or every one (`all`)."""
    if request.method == "POST":
        return _forget(request)
    rows = browser_rows(request)
    context = {"rows": rows, "sentence": about_browsers(request, rows), "trust_days": settings.TRUST_DAYS}
    return render(request, "accounts/security/browsers.html", context)


def _forget(request):
    if request.POST.get("all") == "1":
        browsers.remove(user=request.user)
        messages.success(request, _("All browsers have been removed. The next sign-in will ask for a code."))
    else:
        browser_id = _number(request.POST.get("browser"))
        if browser_id is None or not browsers.remove(user=request.user, browser_id=browser_id):
            raise Http404
        messages.success(request, _("The browser has been removed. The next sign-in there will ask for a code."))
    return _back(request, "accounts:browsers")


@require_http_methods(["GET", "HEAD", "POST"])
def sessions(request):
    """Where the person is signed in. POST ends one other session (`session`) or all others (`others`)."""
    if request.method == "POST":
        return _end(request)
    rows = session_rows(request)
    return render(request, "accounts/security/sessions.html", {"rows": rows, "sentence": about_sessions(rows)})


def _end(request):
    """Ends sessions but this one, which ends by signing out."""
    this = request.session.row.pk
    if request.POST.get("others") == "1":
        browsers.end_sessions(user=request.user, except_key=this)
        messages.success(request, _("All other sessions have ended."))
    else:
        key = request.POST.get("session", "")
        if not key.isalnum() or not browsers.end_sessions(user=request.user, row_key=key, except_key=this):
            raise Http404
        messages.success(
            request, _("The session has ended. That browser will be signed out the next time it loads a page.")
        )
    return _back(request, "accounts:sessions")


@require_POST
@own_answer
def stay_signed_in(request):
    """Keeps the session, and answers for how long: the notice before its end asks."""
    request.session.touch(every=0)
    session = request.session.row
    said = _("You will be signed out at %(time)s.") % {"time": date_formats.clock(session.ends_at)}
    return JsonResponse({"left": seconds_left(session.ends_at), "said": said, "final": session.cannot_be_prolonged})


@require_safe
def sign_in_history(request):
    """What happened in the last 90 days, 25 lines a page; `before` is the last line of the page before."""
    before = _number(request.GET.get("before"))
    lines = history.entries_of(request.user, size=history.PAGE + 1, before=before)
    page, more = lines[: history.PAGE], lines[history.PAGE :]
    context = {
        "lines": page,
        "older": page[-1].pk if more else None,
        "is_first": before is None,
        "days": history.DAYS,
        "now": now(),
    }
    return render(request, "accounts/security/history.html", context)


def _number(text: str | None) -> int | None:
    is_number = text and text.isascii() and text.isdigit() and len(text) <= MAX_DIGITS
    return int(text) if is_number else None


def _back(request, page: str):
    return redirect(safe_next(request, request.POST.get("next"), reverse(page)))
