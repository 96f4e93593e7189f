"""The middleware of the site, in the order of settings.MIDDLEWARE."""

from http import HTTPStatus

from django.core.exceptions import RequestDataTooBig
from django.db import connection
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext_lazy as _

from merchant_portal import database
from merchant_portal.error_views import refusal_page, too_large, wrong_method
from merchant_portal.errors import Busy, Refused
from merchant_portal.http import TrustedProxyHeaders, is_forwarded, is_trusted_proxy
from merchant_portal.idempotency.presses import press_of
from merchant_portal.operations.proxies import note_unknown_proxy, warn_of_unknown_proxy
from merchant_portal.views import healthz, readyz

HEALTH = {"/healthz/": healthz, "/readyz/": readyz}


class HealthMiddleware(TrustedProxyHeaders):
    """Answers the two health addresses before host and https are looked at, and reads trusted proxies' headers."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        self.believe_trusted_proxy(request)
        view = HEALTH.get(request.path)
        return view(request) if view else self.get_response(request)


class DatabaseWatchMiddleware:
    """Watches over the statements of each request."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        with connection.execute_wrapper(database.watch):
            return self.get_response(request)


class UnknownProxyMiddleware:
    """Warns in the log, once a process, of a proxy that TRUSTED_PROXIES does not name, and notes it for `doctor`."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.has_warned = False

    def __call__(self, request):
        peer = request.META.get("REMOTE_ADDR", "")
        if is_forwarded(request) and not is_trusted_proxy(peer):
            note_unknown_proxy(peer)
            if not self.has_warned:
                self.has_warned = True
                warn_of_unknown_proxy(peer)
        return self.get_response(request)


class StillWorking(Busy):
    """An equal request is being worked on for longer than a person should wait."""

    sentence = _("We're still processing your first request. Wait a few seconds, then try again.")


class EqualPressesMiddleware:
    """Lets the second of two equal POSTs wait for the first, and repeats where that one led.

    Two POSTs are equal when they carry the same form id, go to the same address and hold the same fields and files.
    Only redirects are repeated: whatever was refused is judged anew.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.press = None
        try:
            response = self.get_response(request)
            if request.press is not None and request.press_is_recorded:
                request.press.record(response)
            return response
        finally:
            if request.press is not None:
                request.press.unlock()

    def process_view(self, request, view, view_args, view_kwargs):
        if request.method != "POST" or getattr(view, "answers_equal_presses", False):
            return None
        press = press_of(request)
        if press is None:
            return None
        if not press.lock():
            return refusal_page(request, StillWorking())
        request.press, request.press_is_recorded = press, False  # given back also where the next line fails
        answer = press.answer()
        request.press_is_recorded = answer is None and not getattr(view, "is_never_recorded", False)
        return answer


class RefusalMiddleware:
    """Turns a refusal that no view took into its page. Private pages are kept by no cache."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED and not response.content:
            response = wrong_method(request, response)
        if "Cache-Control" not in response and not request.path.startswith("/static/"):
            add_never_cache_headers(response)
        return response

    def process_exception(self, request, exception):
        if isinstance(exception, Refused):
            return refusal_page(request, exception)
        if isinstance(exception, RequestDataTooBig):
            return too_large(request)
        return None
