"""What a page says about the newest sending of a code."""

from accounts.actions import deliveries
from accounts.models.challenge import Code
from accounts.models.flow import Flow


def newest_delivery(request, flow: Flow, newest: Code | None) -> dict:
    """Returns when the code left and ends, its tag, when the next can be asked for, and how the last asking went.

    `is_refused`: the gateway, or the cap of the day, keeps the newest one back for good.
    """
    context = {
        "is_asked": newest is not None,
        "resend_at": flow.resend_at,
        "can_resend": flow.may_resend,
        "resent": request.GET.get("resent") == "1",
        "too_early": request.GET.get("early") == "1",
    }
    if newest is not None:
        context |= {"sent_at": newest.sent_at, "expires_at": newest.expires_at, "tag": newest.tag}
        context["is_refused"] = deliveries.is_refused(newest)
    return context
