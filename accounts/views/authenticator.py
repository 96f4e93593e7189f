import segno
from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import authentication
from accounts.actions import authenticators, challenges, recovery
from accounts.client_info import client_info
from accounts.decorators import fresh_proof
from accounts.forms import NewAppForm
from accounts.models.device import TotpDevice
from accounts.views.sign_in import locked_page
from merchant_portal.cleaning import readable_address
from merchant_portal.idempotency.presses import nothing_done
from merchant_portal.site import about_site

QR_SCALE = 4  # user units a module; the stylesheet sets the size
NO_CODES = (recovery.RecoveryCodesStatus.NONE, recovery.RecoveryCodesStatus.NOT_SAVED)


def shown_key(device: TotpDevice) -> dict:
    """Returns what a page shows of the key: a picture, groups of four signs, and a link for an app on this device."""
    address = device.address(about_site().name, readable_address(device.user.email))
    picture = segno.make(address, micro=False).svg_inline(scale=QR_SCALE, omitsize=True)
    return {
        "key_groups": device.written_key().split(),
        "otpauth": address,
        "qr": mark_safe(picture),  # noqa: S308 - made here, holds no text
    }


@require_http_methods(["GET", "HEAD", "POST"])
@fresh_proof
def authenticator_app(request):
    """Whether the app is set up. POST generates a key, and the first step shows it."""
    if request.method == "POST":
        authenticators.enrol(user=request.user)
        return redirect("accounts:app_key")
    device = authenticators.confirmed_app(request.user)
    context = {"device": device, "is_silent": device is not None and not device.answers}
    context["timed_out"] = request.GET.get("ended") == "1" and not (device and device.is_new)
    return render(request, "accounts/app/page.html", context)


@require_safe
@fresh_proof
def authenticator_key(request):
    """First step: the key is entered into the app, as a picture, in writing or by a link."""
    device = authenticators.app_in_setup(request.user)
    if device is None:
        return _begin_again()
    return render(request, "accounts/app/key.html", shown_key(device) | _steps(request))


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("code")
@fresh_proof
def authenticator_code(request):
    """Second step: the first code proves that the app has the key."""
    form = NewAppForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        steps = _steps(request)
        try:
            device = authenticators.confirm(user=request.user, **form.cleaned_data)
        except authenticators.WrongAppCode as refused:
            form.add_error("code", str(refused.message))
        except authenticators.KeyTimedOut:
            return _begin_again()
        except challenges.StepUpLocked as refused:
            return locked_page(request, refused)
        else:
            return _confirmed(request, device, leads_to_codes=steps["total"] == 3)
    elif authenticators.app_in_setup(request.user) is None:
        return _begin_again()
    return render(request, "accounts/app/code.html", {"form": form, **_steps(request)})


def _confirmed(request, device: TotpDevice | None, *, leads_to_codes: bool):
    if device is not None:
        app = device if device.user.is_staff else None
        authentication.keep_session(request, device.user, client=client_info(request), staff_app=app)
        messages.success(request, _("Your app is set up. All other browsers are signed out."))
    if leads_to_codes:
        return redirect(reverse("accounts:recovery_codes", query={"after": "app"}))
    return redirect("accounts:security")


def _begin_again():
    """The key is worth nothing any more, which the first page says. The session is not written."""
    return nothing_done(redirect(reverse("accounts:app", query={"ended": 1})))


def _steps(request) -> dict:
    """Returns how many steps there are: recovery codes are the third, for whom they exist and who has none yet."""
    needs_codes = not request.user.is_staff and recovery.status_of(request.user)[0] in NO_CODES
    return {"total": 3 if needs_codes else 2}


@require_POST
@fresh_proof(back="accounts:app")
def remove_authenticator(request):
    """Removes the app."""
    person = authenticators.remove(user=request.user)
    if person is not None:
        authentication.keep_session(request, person, client=client_info(request))
        messages.success(request, _("The app has been removed. All other browsers are signed out."))
    return redirect("accounts:security")
