"""Guards of the merchants' pages, in reading order above them."""

from functools import wraps

from django.http import Http404
from django.shortcuts import redirect

from merchant_portal.idempotency.presses import nothing_done
from onboarding.actions.requirements import EDITABLE
from onboarding.models import Application, Membership


def member(view):
    """The person belongs to a merchant: `request.membership`, and its newest `request.application`.

    Staff are led to the console; somebody without a merchant finds nothing here.
    """

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if request.user.is_staff:
            return nothing_done(redirect("admin:index"))
        request.membership = (
            Membership.objects.select_related("merchant").filter(person=request.user).order_by("pk").first()
        )
        if request.membership is None:
            raise Http404
        request.application = Application.objects.filter(merchant=request.membership.merchant).order_by("-pk").first()
        if request.application is None:
            raise Http404
        request.application.merchant = request.membership.merchant
        return view(request, *args, **kwargs)

    return guarded


def editable(view):
    """The application is a draft or came back for changes; otherwise the status page is shown."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if request.application.status not in EDITABLE:
            return nothing_done(redirect("onboarding:status"))
        return view(request, *args, **kwargs)

    return guarded
