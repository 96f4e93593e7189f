from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from accounts.decorators import home_of
from accounts.typed_input import keeps_typed, typed_again
from accounts.views.cookies import keep_registration
from merchant_portal import throttling
from merchant_portal.idempotency.presses import own_answer
from onboarding.actions import joining
from onboarding.forms import RegisterForm


@login_not_required
@require_safe
def landing(request):
    """Understand, prepare, choose."""
    context = {
        "registration_open": settings.REGISTRATION_OPEN,
        "next_step": home_of(request.user) if request.user.is_authenticated else None,
    }
    return render(request, "onboarding/landing.html", context)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@own_answer
@sensitive_post_parameters("password")
@keeps_typed("company_name", "contact_name", "email", "phone", "terms", stored=False)
def register(request):
    """Known and unknown addresses get the same answer; only the mails differ."""
    if not settings.REGISTRATION_OPEN:
        return _form(request, None)
    if request.method != "POST" or request.is_shown_again:
        return _form(request, RegisterForm(initial=typed_again(request)))
    throttling.check("register", request)
    form = RegisterForm(request.POST)
    if not form.is_valid():
        return _form(request, form)
    given = {name: form.cleaned_data[name] for name in ("company_name", "contact_name", "email", "phone", "password")}
    step = joining.join(**given, language=get_language(), form_key=form.cleaned_data["form_key"])
    return keep_registration(redirect("accounts:check_inbox"), step.browser_secret)


def _form(request, form):
    context = {
        "form": form,
        "registration_open": settings.REGISTRATION_OPEN,
        "password_min_length": settings.PASSWORD_MIN_LENGTH,
    }
    return render(request, "onboarding/register.html", context)
