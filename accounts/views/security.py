from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from accounts import authentication, history
from accounts.actions import authenticators, channels, contacts, passwords, recovery
from accounts.client_info import client_info
from accounts.decorators import home_of
from accounts.events import AccountEvent
from accounts.forms import PasswordForm
from accounts.models.pending import Channel
from accounts.views import devices
from accounts.views.sign_in import locked_page
from merchant_portal import clock
from merchant_portal.masking import mask_email, mask_phone

SHOWN = 3  # browsers and sessions that the first page lists
LINES = 4  # of the history


@require_safe
def security_overview(request):
    """How the account is protected, where it is signed in, and what happened lately."""
    user = request.user
    sessions, browsers = devices.session_rows(request), devices.browser_rows(request)
    codes, codes_left = recovery.status_of(user)
    context = {
        "codes": "" if user.is_staff else codes.value,
        "codes_left": codes_left,
        "password_age": _age(user.password_changed_at),
        "channels": [Channel.APP] if user.is_staff else channels.available_to(user),
        "app": authenticators.confirmed_app(user),
        "browsers": browsers[:SHOWN],
        "browsers_sentence": devices.about_browsers(request, browsers),
        "trusted_count": sum(row["browser"].is_trusted for row in browsers),
        "sessions": sessions[:SHOWN],
        "sessions_sentence": devices.about_sessions(sessions),
        "sessions_count": len(sessions),
        "lines": history.entries_of(user, size=LINES),
        "days": history.DAYS,
        "now": clock.now(),
        "last_sign_in": history.last(user, AccountEvent.SIGNED_IN),
        "last_failure": history.last(user, *history.FAILED),
        "changes": contacts.open_changes(user),
        "email": user.email,
        "masked_email": mask_email(user.email),
        "masked_phone": mask_phone(user.phone) if user.phone else "",
        "phone_is_confirmed": user.phone_confirmed_at is not None,
    }
    return render(request, "accounts/security/page.html", context)


def _age(changed_at) -> str:
    if changed_at is None:
        return _("Never changed.")
    days = (clock.now() - changed_at).days
    if not days:
        return _("Changed today.")
    return ngettext("Changed %(days)d day ago.", "Changed %(days)d days ago.", days) % {"days": days}


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
def change_password(request):
    """A new password. Every other session ends; this one goes on."""
    forced = request.user.must_change_password
    form = PasswordForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            client, new = client_info(request), form.cleaned_data["new_password"]
            current = {"email_key": request.user.email_key, "password": form.cleaned_data["current_password"]}
            check = authentication.try_password(request, client=client, **current)
            person = passwords.change(user=request.user, check=check, new=new, client=client)
        except passwords.WrongPassword as refused:
            form.add_error("current_password", str(refused.message))
        except passwords.SignInLocked as refused:
            return locked_page(request, refused, staff=request.user.is_staff)
        else:
            authentication.keep_session(request, person, client=client)
            messages.success(request, _("Your password has been changed. All other sessions have ended."))
            return redirect(home_of(person) if forced else "accounts:security")
    context = {
        "form": form,
        "forced": forced,
        "password_min_length": settings.PASSWORD_MIN_LENGTH,
    }
    return render(request, "accounts/password.html", context)
