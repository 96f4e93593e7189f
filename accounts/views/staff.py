from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.actions import authenticators, challenges, flows, sign_in
from accounts.client_info import client_info
from accounts.decorators import home_of, pending_sign_in
from accounts.forms import AppCodeForm, SignInForm
from accounts.models.pending import PendingSignIn
from accounts.typed_input import keeps_typed, typed_again
from accounts.views import sign_out_reasons
from accounts.views.authenticator import shown_key
from accounts.views.sign_in import begin_sign_in, enter, locked_page
from accounts.views.step_up import end_flow
from merchant_portal.http import safe_next
from merchant_portal.idempotency.presses import own_answer

STAFF = PendingSignIn.Purpose.STAFF


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@own_answer
@sensitive_post_parameters("password")
@keeps_typed("email", "next", stored=False)
def staff_sign_in(request):
    """The console's own sign-in. No trust, no registration, no reset."""
    if request.method == "POST" and not request.is_shown_again:
        return begin_sign_in(request, sign_in.Audience.STAFF, "accounts/staff_sign_in.html")
    if request.user.is_authenticated and request.user.is_staff:
        return redirect(home_of(request.user))
    typed = {"next": request.GET.get("next")} | typed_again(request)
    form = SignInForm(initial=typed | {"next": safe_next(request, typed["next"])})
    context = {"form": form, **sign_out_reasons.context(request, settings.STAFF_IDLE_MINUTES)}
    return render(request, "accounts/staff_sign_in.html", context)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@own_answer
@pending_sign_in(STAFF)
def staff_code(request):
    """The code of the app; before the first sign-in the app is set up."""
    if authenticators.confirmed_app(request.pending.user) is None:
        return redirect("accounts:staff_app")
    return _ask(request, "accounts/staff_code.html", dict)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@own_answer
@pending_sign_in(STAFF)
def staff_app(request):
    """Shows the key of a new app, as text and as a link, and takes its first code."""
    if authenticators.confirmed_app(request.pending.user) is not None:
        return redirect("accounts:staff_code")
    return _ask(
        request, "accounts/staff_app.html", lambda: shown_key(authenticators.unconfirmed_app(request.pending.user))
    )


def _ask(request, template, more):
    form = AppCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            device = authenticators.verify(request.pending, form.cleaned_data["code"])
            client = client_info(request)
            signed_in = sign_in.finish(
                client=client, pending=request.pending, method=authenticators.METHOD, device=device
            )
        except (challenges.WrongCode, authenticators.AppUnavailable) as refused:
            form.add_error("code", str(refused.message))
        except flows.FlowEnded:
            return end_flow("accounts:staff_sign_in")
        except challenges.StepUpLocked as refused:
            return locked_page(request, refused)
        else:
            return enter(request, request.pending.user, request.pending.next, client=client, signed_in=signed_in)
    return render(request, template, {"form": form, **more()})
