from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts.actions import challenges, recovery
from accounts.decorators import fresh_proof
from accounts.forms import SavedCodeForm
from accounts.models.recovery import LENGTH
from accounts.views.sign_in import locked_page
from merchant_portal import clock
from merchant_portal.idempotency.presses import nothing_done


def in_groups(codes: list[str]) -> list[tuple[str, str]]:
    """Returns each code in two halves, as it is shown and printed."""
    return [(code[: LENGTH // 2], code[LENGTH // 2 :]) for code in codes]


@require_http_methods(["GET", "HEAD", "POST"])
@fresh_proof
def recovery_codes(request):
    """The status of the recovery codes. POST generates ten and shows them in its answer, and never again."""
    recovery.check_allowed(request.user)
    if request.method == "POST":
        codes = recovery.generate(user=request.user, form_id=request.POST.get("form_id", ""))
        return _codes(request, codes, SavedCodeForm())
    return _standing(request, SavedCodeForm())


def _standing(request, form):
    codes_status, left = recovery.status_of(request.user)
    context = {"codes_status": codes_status.value, "left": left, "form": form}
    context["stale"] = request.GET.get("stale") == "1"
    return render(request, "accounts/recovery/page.html", context | _after(request))


def _codes(request, codes: list[str], form):
    context = {"codes": codes, "groups": in_groups(codes), "form": form, "at": clock.now()}
    return render(request, "accounts/recovery/codes.html", context | _after(request))


def _after(request) -> dict:
    """Returns whether the page is the third step of setting up the app; that changes its words only."""
    return {"after_app": request.GET.get("after") == "app"}


@require_POST
@sensitive_post_parameters()
@fresh_proof(back="accounts:recovery_codes")
def confirm_codes_saved(request):
    """Takes any one code as proof that the list is kept. What the page showed is shown again after a slip."""
    codes, form = request.POST.getlist("codes"), SavedCodeForm(request.POST)
    try:
        if codes:
            recovery.check_all(user=request.user, codes=codes)
        if form.is_valid():
            recovery.confirm_saved(user=request.user, code=form.cleaned_data["code"])
    except recovery.WrongRecoveryCode as refused:
        form.add_error("code", str(refused.message))
    except (recovery.NotYourCodes, challenges.StepUpLocked) as refused:
        return _refuse(request, refused)
    if not form.is_valid():
        return _codes(request, codes, form) if codes else _standing(request, form)
    messages.success(request, _("Your recovery codes are ready. Keep them somewhere other than your phone."))
    return redirect("accounts:security")


@require_POST
@sensitive_post_parameters()
@fresh_proof(back="accounts:recovery_codes")
def download_recovery_codes(request):
    """Returns the posted codes as a file, if they are the person's."""
    codes = request.POST.getlist("codes")
    try:
        recovery.check_all(user=request.user, codes=codes)
    except (recovery.NotYourCodes, challenges.StepUpLocked) as refused:
        return _refuse(request, refused)
    context = {"groups": in_groups(codes), "email": request.user.email, "at": clock.now()}
    text = render_to_string("accounts/recovery/codes.txt", context, request)
    response = HttpResponse(text, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="recovery-codes.txt"'
    return response


def _refuse(request, refused):
    if isinstance(refused, challenges.StepUpLocked):
        return locked_page(request, refused)
    return nothing_done(redirect(reverse("accounts:recovery_codes", query={"stale": 1})))
