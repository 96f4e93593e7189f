"""Sessions that end quietly, the closed door, and what must happen before anything else."""

from django.contrib.auth import get_user
from django.contrib.auth.middleware import AuthenticationMiddleware as StockAuthenticationMiddleware
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.sessions.exceptions import SessionInterrupted
from django.contrib.sessions.middleware import SessionMiddleware as StockSessionMiddleware
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.functional import SimpleLazyObject

from accounts.models.session import Over

CONSOLE = "/admin/"
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
            return _lead_to_sign_in(request, Over.ELSEWHERE)


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
        request.session.touch()
        if request.user.must_change_password and request.resolver_match.view_name not in BEFORE_A_NEW_PASSWORD:
            return redirect("accounts:password")
        return None

    def handle_no_permission(self, request, view_func):
        return _lead_to_sign_in(request, request.session.over)


def _lead_to_sign_in(request, ended: Over | None):
    """Leads to the door of whoever was signed in, which says why that is over and leads back here."""
    was = request.session.found and request.session.found.user
    is_staffs = request.path.startswith(CONSOLE) or (was is not None and was.is_staff)
    told = {"next": _page_of(request), "ended": ended}
    door = "accounts:staff_sign_in" if is_staffs else "accounts:sign_in"
    return redirect(reverse(door, query={key: value for key, value in told.items() if value}))


def _page_of(request) -> str:
    """Returns the page that was asked for, or the one whose form was sent, to come back to."""
    if request.method == "GET":
        return request.get_full_path()
    site, page = request.build_absolute_uri("/"), request.headers.get("Referer", "")
    return page.removeprefix(site[:-1]) if page.startswith(site) else ""
