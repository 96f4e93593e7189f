from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts.actions import challenges, flows, passwords, sign_in
from accounts.decorators import home_of, pending_sign_in
from accounts.forms import MailCodeForm, SignInForm
from accounts.models.challenge import Code
from accounts.models.pending import PendingSignIn
from accounts.models.user import User
from accounts.views.cookies import keep_registration
from merchant_portal import throttling
from merchant_portal.handlers import refusal_page
from merchant_portal.http import safe_next
from merchant_portal.masking import mask_email
from merchant_portal.views import keep_language

FILLED_HOURS = 1
FILLED_SALT = "accounts.filled"
SIGN_IN = PendingSignIn.Purpose.SIGN_IN


def filled_for(user: User) -> str:
    """Returns what the sign-in page takes as `for`: it fills the address without carrying it in the URL."""
    return signing.dumps(user.pk, salt=FILLED_SALT)


def _filled(token: str | None) -> str:
    """Returns the address that `filled_for` stood for, or nothing."""
    if not token:
        return ""
    try:
        pk = signing.loads(token, salt=FILLED_SALT, max_age=FILLED_HOURS * 3600)
    except signing.BadSignature:
        return ""
    return User.objects.filter(pk=pk).values_list("email", flat=True).first() or ""


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("password")
def page(request):
    """P16. A right password leads to the check; a wrong one says the same for every address."""
    if request.method == "POST":
        return begin(request, sign_in.Door.MERCHANT, "accounts/sign_in.html")
    if request.user.is_authenticated:
        return redirect(home_of(request.user))
    filled = _filled(request.GET.get("for"))
    form = SignInForm(initial={"email": filled, "next": safe_next(request, request.GET.get("next"))})
    return render(request, "accounts/sign_in.html", {"form": form, "confirmed": bool(filled), **_ended(request)})


def _ended(request) -> dict:
    return {"ended": request.GET.get("ended") == "1"}


def begin(request, door: sign_in.Door, template: str):
    """Takes the posted credentials at either door. Shared with the console's sign-in page."""
    throttling.check("sign_in", request)
    form = SignInForm(request.POST)
    if not form.is_valid():
        return render(request, template, {"form": form})
    try:
        begun = sign_in.begin(
            request=request,
            email_key=form.cleaned_data["email_key"],
            password=form.cleaned_data["password"],
            door=door,
            next_page=safe_next(request, form.cleaned_data["next"]),
        )
    except passwords.WrongCredentials as refused:
        form.add_error(None, str(refused.message))
        return render(request, template, {"form": form})
    except passwords.Locked as refused:
        return refusal_page(request, refused, "accounts/locked.html", support_email=settings.SUPPORT_EMAIL)
    if begun.browser_secret:
        return keep_registration(redirect("accounts:check_inbox"), begun.browser_secret)
    return redirect("accounts:code" if door is sign_in.Door.MERCHANT else "accounts:staff_code")


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@pending_sign_in(SIGN_IN)
def code(request):
    """P18. A right code signs in and goes to where the person wanted to go."""
    form = MailCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            challenges.verify(request.pending, form.cleaned_data["code"])
            sign_in.finish(request=request, pending=request.pending, method="mail")
        except (challenges.WrongCode, challenges.OldCode) as refused:
            form.add_error("code", str(refused.message))
        except flows.FlowEnded:
            return end_flow(request, "accounts:sign_in")
        except challenges.StepUpLocked as refused:
            return refusal_page(request, refused, "accounts/locked.html", support_email=settings.SUPPORT_EMAIL)
        else:
            return enter(request, request.pending)
    return render(request, "accounts/code.html", {"form": form, **_sending(request)})


def end_flow(request, sign_in_page: str):
    """The flow is over: back to the sign-in page, which says so. The session is not written."""
    response = redirect(sign_in_page)
    response["Location"] += "?ended=1"
    return response


def enter(request, pending: PendingSignIn):
    """Leads on after the check, in the person's language where this browser has not chosen one."""
    response = redirect(safe_next(request, pending.next, home_of(pending.user)))
    if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
        keep_language(response, pending.user.language)
    return response


def _sending(request) -> dict:
    """Returns what the code page says about the newest sending."""
    newest = Code.objects.filter(challenge__pending=request.pending).select_related("challenge").latest("pk")
    return {
        "destination": mask_email(newest.challenge.destination),
        "sent_at": newest.sent_at,
        "expires_at": newest.expires_at,
        "tag": newest.tag,
        "resend_at": request.pending.resend_at,
        "can_resend": request.pending.may_resend,
        "resent": request.GET.get("resent") == "1",
        "too_early": request.GET.get("early") == "1",
    }


@login_not_required
@require_POST
@pending_sign_in(SIGN_IN)
def resend(request):
    """Sends a new code, or says from when on one can be sent."""
    throttling.check("resend", request)
    response = redirect("accounts:code")
    try:
        challenges.send_again(request.pending)
    except flows.TooEarly:
        response["Location"] += "?early=1"
    except flows.FlowEnded:
        return end_flow(request, "accounts:sign_in")
    else:
        response["Location"] += "?resent=1"
    return response


@login_not_required
@require_POST
def sign_out(request):
    """Ends the session."""
    home = "accounts:staff_sign_in" if request.user.is_authenticated and request.user.is_staff else "onboarding:landing"
    sign_in.end(request)
    return redirect(home)
