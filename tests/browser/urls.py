"""The site, and beside it pages that fail on purpose and a seller home with modules."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.test import override_settings
from django.urls import path
from django.utils import timezone

from accounts.views import stale_form
from merchant_portal import error_views
from merchant_portal.errors import Busy, Refused, TooManyTries
from merchant_portal.storage.access import FileMissing, StorageUnavailable
from merchant_portal.urls import handler400, handler403, handler404, handler500, urlpatterns
from onboarding.views import home
from tests.browser import probing

__all__ = ["handler400", "handler403", "handler404", "handler500"]


def _raising(make):
    @login_not_required
    def view(request):
        raise make()

    return view


def _later():
    return timezone.now() + timezone.timedelta(minutes=7)


@login_not_required
def _broken(request):
    return error_views.server_error(request)


@login_not_required
def _csrf(request):
    return stale_form.csrf_failure(request)


@login_not_required
def _bad(request):
    return error_views.bad_request(request)


FAILING = {
    "400": _bad,
    "403": _raising(PermissionDenied),
    "409": _raising(Refused),
    "413": _raising(RequestDataTooBig),
    "429": _raising(lambda: TooManyTries(next_attempt_at=_later())),
    "500": _broken,
    "503": _raising(Busy),
    "csrf": _csrf,
    "storage": _raising(StorageUnavailable),
    "file": _raising(FileMissing),
}
MODULES = {f"MODULE_{name}_URL": f"https://{name.lower()}.fernhill.example/" for name in ("PRODUCTS", "ORDERS")}
urlpatterns = [
    *urlpatterns,
    path(probing.AXE.lstrip("/"), probing.axe_script),
    path("connected/home/", override_settings(**MODULES)(home.seller_home)),
    *(path(f"failing/{name}/", view) for name, view in FAILING.items()),
]
