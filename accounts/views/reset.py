from functools import wraps

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts.actions import challenges, flows, reset
from accounts.actions.reset import Stage
from accounts.client_info import client_info
from accounts.forms import AddressForm, NewPasswordForm, ResetCodeForm
from accounts.typed_input import keeps_typed, typed_again
from accounts.views.cookies import forget_reset, keep_browser, keep_reset
from accounts.views.sign_in import After, to_sign_in
from merchant_portal import throttling
from merchant_portal.idempotency.presses import nothing_done, one_at_a_time


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@one_at_a_time
@keeps_typed("email", stored=False)
def forgot_password(request):
    """Any address leads to the page that asks for the code."""
    if request.method != "POST" or request.is_shown_again:
        return _address(request, AddressForm(initial=typed_again(request)))
    throttling.check("reset", request)
    form = AddressForm(request.POST)
    if not form.is_valid():
        return _address(request, form)
    client, form_id = client_info(request), request.POST.get("form_id", "")
    secret = reset.start(client=client, email=form.cleaned_data["email"], form_id=form_id)
    return keep_reset(redirect("accounts:reset_code"), secret)


def _address(request, form):
    context = {"form": form, "ended": request.GET.get("ended") == "1"}
    return render(request, "accounts/reset/address.html", context)


def _at(stage: Stage):
    """The reset of this browser is at `stage`: `request.reset`. Otherwise leads to the page of its stage."""

    def guard(view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            held = request.COOKIES.get(settings.RESET_COOKIE_NAME)
            request.reset = reset.held_by(held)
            if request.reset and request.reset.stage is stage:
                return view(request, *args, **kwargs)
            return nothing_done(_lead(request.reset) if held else redirect("accounts:reset"))

        return guarded

    return guard


def _lead(held: reset.Reset | None):
    stage = held.stage if held else Stage.ENDED
    if stage is Stage.CODE:
        return redirect("accounts:reset_code")
    if stage is Stage.PASSWORD:
        return redirect("accounts:reset_password")
    if stage is Stage.DONE:  # a second click on the button that set the password
        return forget_reset(to_sign_in(held.challenge.user, After.RESET))
    return _end()


def _end():
    return nothing_done(redirect(reverse("accounts:reset", query={"ended": 1})))


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@_at(Stage.CODE)
def reset_code(request):
    """A right code leads to the new password; it signs nobody in."""
    form = ResetCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            challenges.verify_standalone(request.reset.challenge, form.cleaned_data["code"])
        except (challenges.WrongCode, challenges.ExpiredCode) as refused:
            form.add_error("code", str(refused.message))
        except flows.FlowEnded:
            return nothing_done(_lead(reset.held_by(request.COOKIES[settings.RESET_COOKIE_NAME])))
        else:
            return redirect("accounts:reset_password")
    return render(request, "accounts/reset/code.html", {"form": form, **_sending(request)})


def _sending(request) -> dict:
    """Returns what the page says of the newest sending: when it was asked for, which is the same for anybody."""
    challenge = request.reset.challenge
    newest = challenges.codes_of(challenge).first()
    return {
        "email": request.reset.email,
        "sent_at": newest.requested_at,
        "expires_at": newest.requested_at + challenge.code_lifetime,
        "tag": newest.tag,
        "resend_at": challenge.resend_at,
        "can_resend": challenge.may_resend,
        "resent": request.GET.get("resent") == "1",
        "too_early": request.GET.get("early") == "1",
    }


@login_not_required
@require_POST
@_at(Stage.CODE)
def resend_reset_code(request):
    """Sends one more code, or says from when on one can be sent."""
    throttling.check("resend", request)
    try:
        reset.send_again(client=client_info(request), reset=request.reset)
    except flows.TooEarly:
        return nothing_done(redirect(reverse("accounts:reset_code", query={"early": 1})))
    except flows.FlowEnded:
        return _end()
    return redirect(reverse("accounts:reset_code", query={"resent": 1}))


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
@_at(Stage.PASSWORD)
def reset_password(request):
    """The new password. It leads to the sign-in page; the second step is asked for as ever."""
    person = request.reset.challenge.user
    form = NewPasswordForm(request.POST or None, user=person)
    if request.method == "POST" and form.is_valid():
        try:
            client, new = client_info(request), form.cleaned_data["new_password"]
            person = reset.set_password(client=client, reset=request.reset, new=new)
        except reset.SamePassword as refused:
            form.add_error("new_password", str(refused.message))
        except flows.FlowEnded:
            return nothing_done(_lead(reset.held_by(request.COOKIES[settings.RESET_COOKIE_NAME])))
        else:
            return forget_reset(keep_browser(to_sign_in(person, After.RESET), client))
    context = {"form": form, "email": person.email, "password_min_length": settings.PASSWORD_MIN_LENGTH}
    return render(request, "accounts/reset/password.html", context)
