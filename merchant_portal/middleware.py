"""Pressing twice: the second of two equal requests is answered like the first."""

from django.utils.translation import gettext_lazy as _

from merchant_portal.errors import Busy
from merchant_portal.handlers import refusal_page
from merchant_portal.idempotency.presses import press_of


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
