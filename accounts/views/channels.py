from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from accounts.actions import channels
from accounts.decorators import pending_sign_in
from accounts.forms import ChannelForm
from accounts.models.pending import Channel
from accounts.views.step_up import SIGN_IN, ask_for_code, others_of, wait_of


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@pending_sign_in(SIGN_IN)
def choose_channel(request):
    """Over which way the code comes. Looking sends nothing; choosing sends and leads to the code page."""
    pending = request.pending
    offered = channels.available_to(pending.user)
    form = ChannelForm(request.POST or None, user=pending.user, offered=offered)
    if request.method == "POST" and form.is_valid():
        try:
            return ask_for_code(request, form.cleaned_data["channel"])
        except channels.ChannelNotOffered as refused:
            form.add_error("channel", str(refused.message))
    context = {
        "form": form,
        "mail_rests": Channel.MAIL not in offered,
        "sms_is_off": pending.user.phone_confirmed_at and Channel.SMS not in offered,
    }
    return render(request, "accounts/channel.html", context | others_of(pending) | wait_of(pending))
