from enum import StrEnum

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts import authentication
from accounts.actions import challenges, passwords, sign_in
from accounts.actions.sign_in import SignedIn
from accounts.client_info import ClientInfo, client_info
from accounts.decorators import home_of
from accounts.forms import SignInForm
from accounts.models.session import SignOutReason
from accounts.models.user import User
from accounts.typed_input import keeps_typed, typed_again
from accounts.views import sign_out_reasons
from accounts.views.cookies import keep_browser, keep_registration
from merchant_portal import throttling
from merchant_portal.cleaning import readable_address
from merchant_portal.error_views import refusal_page
from merchant_portal.http import safe_next
from merchant_portal.idempotency.presses import own_answer
from merchant_portal.views import keep_language

FILLED_HOURS = 1
FILLED_SALT = "accounts.filled"


class After(StrEnum):
    """What a person did who is led to the sign-in page; the page says so."""

    CONFIRMED = "confirmed"
    RESET = "reset"
    UNLOCKED = "unlocked"


def to_sign_in(user: User, after: After):
    """Leads to the sign-in page, with the address of `user` filled in and without carrying it in the URL."""
    filled = signing.dumps([user.pk, after], salt=FILLED_SALT)
    return redirect(reverse("accounts:sign_in", query={"for": filled}))


def _filled(token: str | None) -> tuple[str, str]:
    """Returns the address with which `to_sign_in` led here, and after what; or nothing, twice."""
    if not token:
        return "", ""
    try:
        pk, after = signing.loads(token, salt=FILLED_SALT, max_age=FILLED_HOURS * 3600)
    except signing.BadSignature:
        return "", ""
    address = User.objects.filter(pk=pk).values_list("email", flat=True).first() or ""
    return readable_address(address), after


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@own_answer
@sensitive_post_parameters("password")
@keeps_typed("email", "next", stored=False)
def sign_in_with_password(request):
    """A right password leads to the check; a wrong one says the same for every address."""
    if request.method == "POST" and not request.is_shown_again:
        return begin_sign_in(request, sign_in.Audience.MERCHANT, "accounts/sign_in.html")
    if request.user.is_authenticated:
        return redirect(home_of(request.user))
    filled, after = _filled(request.GET.get("for"))
    typed = {"email": filled, "next": request.GET.get("next")} | typed_again(request)
    form = SignInForm(initial=typed | {"next": safe_next(request, typed["next"])})
    context = {"form": form, "after": after, **sign_out_reasons.context(request, settings.IDLE_MINUTES)}
    return render(request, "accounts/sign_in.html", context)


def begin_sign_in(request, audience: sign_in.Audience, template: str):
    """Takes the posted credentials at either sign-in page. Shared with the console's sign-in page."""
    throttling.check("sign_in", request)
    form = SignInForm(request.POST)
    if not form.is_valid():
        return render(request, template, {"form": form})
    next_page = safe_next(request, form.cleaned_data["next"])
    client, form_id = client_info(request), request.POST.get("form_id", "")
    credentials = {"email_key": form.cleaned_data["email_key"], "password": form.cleaned_data["password"]}
    try:
        step = sign_in.begin(
            check=authentication.try_password(request, client=client, **credentials),
            client=client,
            audience=audience,
            next_page=next_page,
            form_id=form_id,
            has_entered=bool(authentication.entered_by_same_form(request, form_id)),
        )
    except passwords.WrongCredentials as refused:
        form.add_error(None, str(refused.message))
        return render(request, template, {"form": form})
    except passwords.SignInLocked as refused:
        return locked_page(request, refused, staff=audience is sign_in.Audience.STAFF)
    if step.pending is None:
        return enter(request, step.user, next_page, client=client, signed_in=step.signed_in)
    if step.browser_secret:
        return keep_registration(redirect("accounts:check_inbox"), step.browser_secret)
    authentication.hold_pending(request, step.pending)
    return redirect("accounts:code" if audience is sign_in.Audience.MERCHANT else "accounts:staff_code")


def locked_page(request, refused, *, staff: bool = False):
    """The clock time and the ways in meanwhile. Staff have no reset, and it ends no pause after wrong codes."""
    by_reset = isinstance(refused, passwords.SignInLocked) and not staff
    for_codes = isinstance(refused, challenges.StepUpLocked)
    context = {"support_email": settings.SUPPORT_EMAIL, "by_reset": by_reset, "for_codes": for_codes}
    return refusal_page(request, refused, "accounts/locked.html", **context)


def enter(request, user: User, next_page: str, *, client: ClientInfo, signed_in: SignedIn | None):
    """Opens the session of `signed_in` and leads on, in the person's language where this browser has chosen none.

    For the loser of two presses at once, `signed_in` is None: the page is the same, the session is not written.
    """
    location = safe_next(request, next_page, home_of(user))
    response = redirect(location)
    if signed_in is not None:
        authentication.open_session(request, signed_in)
        keep_browser(response, client)
    authentication.note_entry(request, request.POST.get("form_id", ""), location)
    if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
        keep_language(response, user.language)
    return response


@login_not_required
@require_POST
def sign_out(request):
    """Ends the session."""
    page = "accounts:staff_sign_in" if request.user.is_authenticated and request.user.is_staff else "accounts:sign_in"
    authentication.sign_out(request)
    return sign_out_reasons.address_with_reason(page, SignOutReason.SIGNED_OUT)
