from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.actions import challenges, channels, flows, sign_in
from accounts.decorators import pending_sign_in
from accounts.forms import AppCodeForm, MailCodeForm, RecoveryCodeForm, SmsCodeForm, TrustForm
from accounts.models.pending import Channel, PendingSignIn
from accounts.views import endings
from accounts.views.sign_in import enter
from merchant_portal import throttling
from merchant_portal.handlers import refusal_page
from merchant_portal.masking import mask_email, mask_phone

SIGN_IN = PendingSignIn.Purpose.SIGN_IN
FORMS = {
    Channel.APP: AppCodeForm,
    Channel.SMS: SmsCodeForm,
    Channel.MAIL: MailCodeForm,
    Channel.RECOVERY: RecoveryCodeForm,
}


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@pending_sign_in(SIGN_IN)
def code(request):
    """P18. A right code signs in and goes to where the person wanted to go."""
    form = FORMS[request.pending.channel](request.POST or None)
    trust = TrustForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and trust.is_valid():
        try:
            method, _app = channels.verify(request.pending, form.cleaned_data["code"])
            sign_in.finish(
                request=request,
                pending=request.pending,
                method=method,
                trust=trust.cleaned_data["trust_browser"],
            )
        except (challenges.WrongCode, challenges.OldCode) as refused:
            form.add_error("code", str(refused.message))
        except flows.FlowEnded:
            return end_flow("accounts:sign_in")
        except challenges.StepUpLocked as refused:
            return refusal_page(request, refused, "accounts/locked.html", support_email=settings.SUPPORT_EMAIL)
        else:
            return enter(request, request.pending.user, request.pending.next)
    return render(request, "accounts/code.html", {"form": form, "trust": trust, **_sending(request)})


def end_flow(sign_in_page: str):
    """The flow is over: back to the sign-in page, which says so."""
    return endings.lead_to(sign_in_page, endings.FLOW)


def _sending(request) -> dict:
    """Returns what the code page says about the channel and its newest sending."""
    pending = request.pending
    said = {"channel": pending.channel, "trust_days": settings.TRUST_DAYS}
    newest = challenges.codes_of(pending).filter(challenge__channel=pending.channel).first()
    if newest is None:
        return said
    is_sms = pending.channel == Channel.SMS
    return said | {
        "destination": (mask_phone if is_sms else mask_email)(newest.challenge.destination),
        "sent_at": newest.sent_at,
        "expires_at": newest.expires_at,
        "tag": newest.tag,
        "resend_at": pending.resend_at,
        "can_resend": pending.may_resend,
        "resent": request.GET.get("resent") == "1",
        "too_early": request.GET.get("early") == "1",
    }


@login_not_required
@require_POST
@pending_sign_in(SIGN_IN)
def resend(request):
    """Sends a new code over the same channel, or says from when on one can be sent."""
    return ask(request, request.pending.channel)


def ask(request, channel: str):
    """Asks over `channel`, and leads to the code page, which says how that went."""
    throttling.check("resend", request)
    response = redirect("accounts:code")
    try:
        channels.choose(request.pending, channel)
    except flows.TooEarly:
        response["Location"] += "?early=1"
    except flows.FlowEnded:
        return end_flow("accounts:sign_in")
    else:
        response["Location"] += "?resent=1" if channel in challenges.SENT else ""
    return response
