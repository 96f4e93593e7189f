"""Guards of views, in reading order above them."""

from functools import partial, wraps

from django.conf import settings
from django.shortcuts import redirect
from django.urls import reverse

from accounts import authentication
from accounts.actions import sign_in
from accounts.models.pending import PendingSignIn
from merchant_portal.idempotency.presses import nothing_done

SIGN_IN_PAGE = {
    PendingSignIn.Purpose.SIGN_IN: "accounts:sign_in",
    PendingSignIn.Purpose.STAFF: "accounts:staff_sign_in",
}


def home_of(user) -> str:
    """Returns where a signed-in person lands."""
    return "/admin/" if user.is_staff else settings.LOGIN_REDIRECT_URL


def pending_sign_in(purpose: str):
    """The password was right in this session, and the flow is still open: `request.pending`.

    Otherwise the way leads to the sign-in page, or home for somebody who is in already. The session is not
    written: a second click on a finished step must not spoil what the first one did.
    """

    def guard(view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            request.pending = authentication.pending_of(request, purpose)
            if request.pending:
                return view(request, *args, **kwargs)
            if request.user.is_authenticated:
                entered = authentication.entered_by_same_form(request, request.POST.get("form_id", ""))
                return nothing_done(redirect(entered or home_of(request.user)))
            return nothing_done(redirect(SIGN_IN_PAGE[purpose]))

        return guarded

    return guard


def pending_registration(view):
    """This browser registered within the last hour, or its unconfirmed person just gave the password."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        request.pending = sign_in.registration_of(request.COOKIES.get(settings.REGISTRATION_COOKIE_NAME))
        if request.pending is None:
            return nothing_done(redirect("accounts:sign_in"))
        return view(request, *args, **kwargs)

    return guarded


def fresh_proof(view=None, *, back: str | None = None):
    """The person proved to be there within REAUTH_MINUTES; otherwise "Confirm it's you" asks, and leads back here.

    What was posted is typed again: the way back is a GET of the same page. `back` names the route of another page,
    for a view without one.
    """
    if view is None:
        return partial(fresh_proof, back=back)

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if authentication.has_fresh_proof(request):
            return view(request, *args, **kwargs)
        interrupted = reverse(back) if back else request.get_full_path()
        return nothing_done(redirect(reverse("accounts:confirm_it_is_you", query={"next": interrupted})))

    return guarded
