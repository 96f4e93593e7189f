import segno
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.actions import authenticators, challenges, flows, sign_in
from accounts.decorators import home_of, pending_sign_in
from accounts.forms import AppCodeForm, SignInForm
from accounts.models.pending import PendingSignIn
from accounts.views import endings
from accounts.views.sign_in import begin, enter
from accounts.views.step_up import end_flow
from merchant_portal.handlers import refusal_page
from merchant_portal.http import safe_next
from merchant_portal.site import about_site

STAFF = PendingSignIn.Purpose.STAFF
QR_SCALE = 4  # user units a module; the stylesheet sets the size


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("password")
def page(request):
    """P36: the console's own sign-in. No trust, no registration, no reset."""
    if request.method == "POST":
        return begin(request, sign_in.Door.STAFF, "accounts/staff_sign_in.html")
    if request.user.is_authenticated and request.user.is_staff:
        return redirect(home_of(request.user))
    form = SignInForm(initial={"next": safe_next(request, request.GET.get("next"))})
    context = {"form": form, **endings.told(request, settings.STAFF_IDLE_MINUTES)}
    return render(request, "accounts/staff_sign_in.html", context)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@pending_sign_in(STAFF)
def code(request):
    """The code of the app; before the first sign-in the app is set up."""
    if authenticators.of(request.pending.user) is None:
        return redirect("accounts:staff_app")
    return _ask(request, "accounts/staff_code.html", dict)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@pending_sign_in(STAFF)
def app(request):
    """Shows the key of a new app, as text and as a link, and takes its first code."""
    if authenticators.of(request.pending.user) is not None:
        return redirect("accounts:staff_code")
    return _ask(request, "accounts/staff_app.html", lambda: _new_app(request))


def _new_app(request) -> dict:
    device = authenticators.offered_to(request.pending.user)
    address = device.address(about_site().name, request.pending.user.email)
    drawing = segno.make(address, micro=False).svg_inline(scale=QR_SCALE, omitsize=True)
    return {
        "key_groups": device.written_key().split(),
        "otpauth": address,
        "qr": mark_safe(drawing),  # noqa: S308 - drawn by us, holds no text
    }


def _ask(request, template, more):
    form = AppCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            device = authenticators.verify(request.pending, form.cleaned_data["code"])
            sign_in.finish(request=request, pending=request.pending, method=authenticators.METHOD, device=device)
        except challenges.WrongCode as refused:
            form.add_error("code", str(refused.message))
        except flows.FlowEnded:
            return end_flow("accounts:staff_sign_in")
        except challenges.StepUpLocked as refused:
            return refusal_page(request, refused, "accounts/locked.html", support_email=settings.SUPPORT_EMAIL)
        else:
            return enter(request, request.pending.user, request.pending.next)
    return render(request, template, {"form": form, **more()})
