from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.actions import deliveries
from accounts.decorators import pending_sign_in
from accounts.forms import channel_label
from accounts.views.step_up import SIGN_IN, others_of, wait_of


@login_not_required
@require_safe
@pending_sign_in(SIGN_IN)
def sign_in_trouble(request):
    """What became of each code of this sign-in, then what to do about it, in order."""
    pending = request.pending
    sent = deliveries.of_flow(pending)
    context = {
        "channel": pending.channel,
        "deliveries": [(channel_label(one.channel, one.destination), one) for one in sent],
        "reference": sent[0].reference if sent else "",
        "support_email": settings.SUPPORT_EMAIL,
    }
    return render(request, "accounts/trouble.html", context | others_of(pending) | wait_of(pending))
