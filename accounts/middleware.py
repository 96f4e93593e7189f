"""Sessions, sign-in required everywhere, and what must happen before anything else."""

from http import HTTPStatus

from django.contrib.auth import get_user
from django.contrib.auth.middleware import AuthenticationMiddleware as StockAuthenticationMiddleware
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.sessions.exceptions import SessionInterrupted
from django.contrib.sessions.middleware import SessionMiddleware as StockSessionMiddleware
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.functional import SimpleLazyObject

from accounts import typed_input
from accounts.models.session import SignOutReason
from merchant_portal.error_views import CONSOLE, refusal_page
from merchant_portal.http import page_of

BEFORE_A_NEW_PASSWORD = {
    "accounts:password",
    "accounts:confirm_it_is_you",
    "accounts:sign_out",
    "accounts:staff_app",
    "accounts:stay",
    "language",
}


class SessionMiddleware(StockSessionMiddleware):
    """Never deletes the cookie of a browser only because a request came with a dead key, or under an old stamp.

    The second click on a finished step carries one; deleting or overwriting the cookie then would sign out the
    person whom the first click signed in. Ending a session on purpose empties it, and deletes as ever.
    """

    def process_response(self, request, response):
        session = request.session
        if session.is_empty() and not session.is_ended:
            if session.accessed:
                patch_vary_headers(response, ("Cookie",))
            return response
        try:
            return super().process_response(request, response)
        except SessionInterrupted:  # it was ended elsewhere while this request was under way
            was_performed = response.status_code == HTTPStatus.FOUND
            return lead_to_sign_in(
                request, SignOutReason.ELSEWHERE, "" if was_performed else typed_input.keep_posted(request)
            )


class AuthenticationMiddleware(StockAuthenticationMiddleware):
    """Looks nobody up twice: the session's row came with its person."""

    def process_request(self, request):
        super().process_request(request)
        request.user = SimpleLazyObject(lambda: request.session.person or get_user(request))


class SignInRequiredMiddleware(LoginRequiredMiddleware):
    """Closed by default. The console's visitors go to its own sign-in; a generated or leaked password comes first."""

    def process_view(self, request, view_func, view_args, view_kwargs):
        answer = super().process_view(request, view_func, view_args, view_kwargs)
        if answer is not None or not getattr(view_func, "login_required", True):
            return answer
        if typed_input.is_of_another(request):
            typed_input.keep_posted(request)
            return refusal_page(request, typed_input.OpenedByAnother(), "errors/other_person.html")
        request.session.touch()
        if request.user.must_change_password and request.resolver_match.view_name not in BEFORE_A_NEW_PASSWORD:
            typed_input.keep_posted(request)
            return redirect("accounts:password")
        return None

    def handle_no_permission(self, request, view_func):
        return lead_to_sign_in(request, request.session.over, typed_input.keep_posted(request))


def lead_to_sign_in(request, ended: SignOutReason | None, page: str):
    """Leads to the person's sign-in page, which says why the session ended and leads back to `page`, or here."""
    query = {"next": page or page_of(request), "ended": ended}
    return redirect(reverse(sign_in_page(request), query={key: value for key, value in query.items() if value}))


def sign_in_page(request) -> str:
    """Returns the route of the sign-in page for whoever was signed in, or for this part of the site."""
    was = request.session.found and request.session.found.user
    is_staffs = request.path.startswith(CONSOLE) or (was is not None and was.is_staff)
    return "accounts:staff_sign_in" if is_staffs else "accounts:sign_in"
