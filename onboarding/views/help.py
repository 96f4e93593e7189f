from base64 import urlsafe_b64decode, urlsafe_b64encode

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.client_info import client_info
from accounts.forms import AddressForm
from accounts.typed_input import keeps_typed, typed_again
from merchant_portal import crypto, throttling
from onboarding.actions import sign_in_help

SEALED_FOR = "help: the address as it was typed"


@login_not_required
@require_safe
def help_page(request):
    """Answers to the classic problems."""
    context = {
        "support_email": settings.SUPPORT_EMAIL,
        "lock_minutes": settings.LOCK_MINUTES,
        "lock_after": settings.LOCK_AFTER_FAILURES,
        "code_minutes": settings.STEP_UP_CODE_MINUTES,
        "reset_minutes": settings.RESET_CODE_MINUTES,
        "trust_days": settings.TRUST_DAYS,
        "idle_minutes": settings.IDLE_MINUTES,
        "session_hours": settings.SESSION_HOURS,
    }
    return render(request, "onboarding/help.html", context)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@keeps_typed("email", stored=False)
def why_cannot_sign_in(request):
    """Why can't I sign in? One answer for every address; what is true goes to its owner by mail."""
    if request.method != "POST" or request.is_shown_again:
        return _show(request, AddressForm(initial=typed_again(request)))
    throttling.check("help", request)
    form = AddressForm(request.POST)
    if not form.is_valid():
        return _show(request, form)
    sign_in_help.ask(client=client_info(request), email_key=form.cleaned_data["email_key"])
    return redirect(reverse("onboarding:help_sign_in", query={"to": _sealed(form.cleaned_data["email"])}))


def _show(request, form):
    sent_to = "" if form.is_bound else _opened(request.GET.get("to", ""))
    return render(request, "onboarding/help_sign_in.html", {"form": form, "sent_to": sent_to})


def _sealed(address: str) -> str:
    """Returns `address` as no log of addresses of pages can read it."""
    return urlsafe_b64encode(crypto.encrypt(address.encode(), bound_to=SEALED_FOR)).decode()


def _opened(sealed: str) -> str:
    """Returns the address that `_sealed` hid, or nothing."""
    try:
        return crypto.decrypt(urlsafe_b64decode(sealed), bound_to=SEALED_FOR).decode()
    except (ValueError, crypto.CannotDecrypt):
        return ""
