"""Why somebody was led to a sign-in page: what has ended, by a word in its address."""

from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models.session import SignOutReason

FLOW = "1"  # a sign-in under way


def address_with_reason(sign_in_page: str, ended: str):
    """Leads to a sign-in page, which says what has ended. The session is not written."""
    return redirect(reverse(sign_in_page, query={"ended": ended}))


def context(request, idle_minutes: int) -> dict:
    """Returns what a sign-in page says; nothing for a word that is none of ours."""
    rested = ngettext(
        "You were signed out after %(minutes)d minute without activity.",
        "You were signed out after %(minutes)d minutes without activity.",
        idle_minutes,
    )
    words = {
        FLOW: _("Your sign-in expired, or there were too many wrong codes. Sign in again."),
        SignOutReason.IDLE: rested % {"minutes": idle_minutes},
        SignOutReason.ELSEWHERE: _("You were signed out. Your session was ended from another browser, or it expired."),
        SignOutReason.CHANGED: _("You were signed out because your password or another sign-in detail was changed."),
        SignOutReason.SIGNED_OUT: _("You are signed out."),
    }
    word = request.GET.get("ended")
    return {"ended": words.get(word, ""), "signed_out": word == SignOutReason.SIGNED_OUT}
