from django.conf import settings
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts import authentication
from accounts.actions import authenticators, challenges, passwords
from accounts.client_info import client_info
from accounts.forms import AppCodeForm, ConfirmPasswordForm
from accounts.views.sign_in import locked_page
from merchant_portal import throttling
from merchant_portal.http import safe_next


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("password", "code")
def confirm_it_is_you(request):
    """The password or a code of the app, then on to what was interrupted.

    With a proof that is still fresh nothing is asked: the second click on a right code must not look like a failure.
    """
    wanted = request.POST.get("next") or request.GET.get("next")
    if authentication.has_fresh_proof(request):
        return redirect(_way_on(request, wanted))
    has_app = authenticators.answering(request.user) is not None
    data = request.POST if request.method == "POST" else None
    by_code = has_app and "code" in request.POST
    password_form = ConfirmPasswordForm(None if by_code else data)
    code_form = AppCodeForm(data if by_code else None) if has_app else None
    form = code_form if by_code else password_form
    if form.is_bound:
        throttling.check("sign_in", request)
        try:
            if form.is_valid() and _is_proved(request, form):
                return redirect(_way_on(request, wanted))
        except (passwords.SignInLocked, challenges.StepUpLocked) as refused:
            return locked_page(request, refused, staff=request.user.is_staff)
    context = {"form": form, "password_form": password_form, "code_form": code_form}
    context |= {"next": safe_next(request, wanted), "minutes": settings.REAUTH_MINUTES}
    return render(request, "accounts/confirm_it_is_you.html", context)


def _way_on(request, wanted: str | None) -> str:
    """Returns where the proof leads: to a page of ours, but never back to this one."""
    security = reverse("accounts:security")
    target = safe_next(request, wanted, security)
    return security if target.startswith(reverse("accounts:confirm_it_is_you")) else target


def _is_proved(request, form) -> bool:
    """Checks what the form holds; what is wrong is shown beside its field."""
    try:
        if "code" in form.fields:
            authentication.prove_by_app(request, form.cleaned_data["code"])
        else:
            client = client_info(request)
            authentication.prove_by_password(request, client=client, password=form.cleaned_data["password"])
    except passwords.WrongPassword as refused:
        form.add_error("password", str(refused.message))
        return False
    except authenticators.WrongAppCode as refused:
        form.add_error("code", str(refused.message))
        return False
    return True
