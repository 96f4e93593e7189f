from datetime import timedelta

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.actions import authenticators, challenges, channels, deliveries, flows, sign_in
from accounts.client_info import client_info
from accounts.decorators import pending_sign_in
from accounts.forms import AppCodeForm, MailCodeForm, RecoveryCodeForm, SmsCodeForm, TrustForm
from accounts.models.pending import Channel, PendingSignIn
from accounts.views import sign_out_reasons
from accounts.views.sign_in import enter, locked_page
from merchant_portal import clock, throttling
from merchant_portal.idempotency.presses import nothing_done, own_answer
from merchant_portal.masking import mask_email, mask_phone

SIGN_IN = PendingSignIn.Purpose.SIGN_IN
SECOND_AFTER = timedelta(seconds=90)  # then the page offers another way by itself
FORMS = {
    Channel.APP: AppCodeForm,
    Channel.SMS: SmsCodeForm,
    Channel.MAIL: MailCodeForm,
    Channel.RECOVERY: RecoveryCodeForm,
}


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@own_answer
@pending_sign_in(SIGN_IN)
def sign_in_code(request):
    """A right code signs in and goes to where the person wanted to go."""
    form = FORMS[request.pending.channel](request.POST or None)
    trust = TrustForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and trust.is_valid():
        try:
            method, _app = channels.verify(request.pending, form.cleaned_data["code"])
            client = client_info(request)
            trusted = trust.cleaned_data["trust_browser"]
            signed_in = sign_in.finish(client=client, pending=request.pending, method=method, trust=trusted)
        except (challenges.WrongCode, challenges.ExpiredCode, authenticators.AppUnavailable) as refused:
            form.add_error("code", str(refused.message))
        except flows.FlowEnded:
            return end_flow("accounts:sign_in")
        except challenges.StepUpLocked as refused:
            return locked_page(request, refused)
        else:
            return enter(request, request.pending.user, request.pending.next, client=client, signed_in=signed_in)
    return render(request, "accounts/code.html", {"form": form, "trust": trust, **_sending(request)})


def end_flow(sign_in_page: str):
    """The flow is over: back to the sign-in page, which says so."""
    return nothing_done(sign_out_reasons.address_with_reason(sign_in_page, sign_out_reasons.FLOW))


def _sending(request) -> dict:
    """Returns what the code page says about the channel, its newest sending and the other ways."""
    pending = request.pending
    context = {
        "channel": pending.channel,
        "trust_days": settings.TRUST_DAYS,
        "too_early": request.GET.get("early") == "1",
        **others_of(pending),
    }
    codes = list(challenges.codes_of(pending))
    newest = next((code for code in codes if code.challenge.channel == pending.channel), None)
    if newest is None:
        return context
    is_sms = pending.channel == Channel.SMS
    return context | {
        "destination": (mask_phone if is_sms else mask_email)(newest.challenge.destination),
        "sent_at": newest.sent_at,
        "expires_at": newest.expires_at,
        "tag": newest.tag,
        "second_at": (newest.sent_at or newest.requested_at) + SECOND_AFTER,
        "resent": request.GET.get("resent") == "1",
        "is_refused": deliveries.is_refused(newest),
        "has_older": len(codes) > 1,
        **wait_of(pending),
    }


def others_of(pending: PendingSignIn) -> dict:
    """Returns the ways beside the one in use: whether there are any, the strongest, and if a recovery code is left."""
    others = channels.others_for(pending)
    second = next((channel for channel in others if channel != Channel.RECOVERY), "")
    return {"has_others": bool(others), "second": second, "has_recovery_codes": Channel.RECOVERY in others}


def wait_of(pending: PendingSignIn) -> dict:
    """Returns from when on the next code can be sent, and whether that is now."""
    resend_at = challenges.next_send_at(pending)
    return {"resend_at": resend_at, "can_resend": resend_at <= clock.now()}


@login_not_required
@require_POST
@pending_sign_in(SIGN_IN)
def resend_sign_in_code(request):
    """Sends a new code over the same channel, or says from when on one can be sent."""
    try:
        return ask_for_code(request, request.pending.channel)
    except channels.ChannelNotOffered:  # it was, when the flow began
        return nothing_done(redirect("accounts:channel"))


def ask_for_code(request, channel: str):
    """Asks over `channel`, and leads to the code page, which says how that went. Raises channels.ChannelNotOffered."""
    throttling.check("resend", request)
    try:
        channels.choose(request.pending, channel)
    except flows.TooEarly:
        return nothing_done(redirect(reverse("accounts:code", query={"early": 1})))
    except flows.FlowEnded:
        return end_flow("accounts:sign_in")
    return redirect(reverse("accounts:code", query={"resent": 1} if channel in challenges.SENT else {}))
