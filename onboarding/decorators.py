"""Guards of the merchants' pages, in reading order above them."""

from functools import wraps

from django.http import Http404
from django.shortcuts import redirect

from onboarding.models import Membership


def member(view):
    """The person belongs to a merchant: `request.membership`. Staff are led to the console."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if request.user.is_staff:
            return redirect("admin:index")
        request.membership = (
            Membership.objects.select_related("merchant").filter(person=request.user).order_by("pk").first()
        )
        if request.membership is None:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded
