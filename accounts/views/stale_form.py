"""What becomes of a form that the CSRF check refuses. It is never performed."""

from http import HTTPStatus

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts import typed_input
from accounts.decorators import home_of
from accounts.middleware import lead_to_sign_in, sign_in_page
from merchant_portal.error_views import error_page
from merchant_portal.http import is_from_our_site, page_of
from merchant_portal.idempotency.presses import press_of

REFUSED = HTTPStatus.FORBIDDEN


@login_not_required
def csrf_failure(request, reason=""):
    """403 of the CSRF check: the page was open for too long, another account is in use, or cookies are off.

    A form that was sent a moment ago is led where it was led then: signing in gives the browser a new token.
    """
    press = press_of(request)
    answer = press and press.answer()
    if answer:
        return answer
    if not is_from_our_site(request):
        return _page(request)
    page = typed_input.keep_posted(request)
    if settings.CSRF_COOKIE_NAME not in request.COOKIES:
        return _page(request, values=_values(request), no_cookies=True)
    if request.user.is_authenticated:
        return _for_signed_in(request, page)
    if page:
        return lead_to_sign_in(request, request.session.over, page)
    return _page(request, values=_values(request))


def _for_signed_in(request, page: str):
    """Leads on to the page of the form, which offers what was typed, unless it is somebody else's."""
    if typed_input.is_of_another(request):
        return error_page(request, "errors/other_person.html", REFUSED, message=typed_input.OpenedByAnother.sentence)
    if typed_input.marker_of(request) is None:
        return _page(request)
    if not page:
        messages.warning(request, _("That page was out of date, so nothing was done. Please try again."))
    return redirect(page or page_of(request) or home_of(request.user))


def _page(request, **context):
    """Returns the page that says what happened and has a button or link to try again."""
    context |= {"page": page_of(request), "sign_in": sign_in_page(request)}
    return error_page(request, "errors/csrf.html", REFUSED, **context)


def _values(request) -> list[tuple[str, str]]:
    """Returns what was typed into a form that is open to everybody, as hidden fields can carry it."""
    form = typed_input.form_of(request)
    if form is None or getattr(request.resolver_match.func, "login_required", True):
        return []
    return [(name, text) for name, texts in form.values_of(request).lists() for text in texts]
