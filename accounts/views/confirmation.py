from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.actions import flows, links, registration
from accounts.client_info import client_info
from accounts.decorators import home_of, pending_registration
from accounts.forms import NewAddressForm
from accounts.views.cookies import forget_registration
from accounts.views.sign_in import After, enter, to_sign_in
from merchant_portal import throttling
from merchant_portal.idempotency.presses import nothing_done
from merchant_portal.masking import mask_email
from merchant_portal.site import about_site


def _inbox(request, form=None, **more):
    pending = request.pending
    subject = render_to_string("emails/accounts/confirm-email.subject.txt", {"site": about_site()})
    context = {
        "email": pending.user.email,
        "subject": subject.strip(),
        "link_hours": settings.CONFIRM_LINK_HOURS,
        "resend_at": pending.resend_at,
        "can_resend": pending.may_resend,
        "form": form or NewAddressForm(),
        "resent": request.GET.get("resent") == "1",
        "too_early": request.GET.get("early") == "1" and not pending.may_resend,
    }
    return render(request, "accounts/check_inbox.html", context | more)


@login_not_required
@require_safe
@pending_registration
def check_inbox(request):
    """Where the mail went, and what to do when it does not come."""
    if request.pending.user.is_confirmed:
        return redirect("accounts:sign_in")
    return _inbox(request)


def _after_sending(send, *args):
    try:
        send(*args)
    except flows.TooEarly:
        return nothing_done(redirect(reverse("accounts:check_inbox", query={"early": 1})))
    except flows.FlowEnded:
        return nothing_done(redirect("accounts:sign_in"))
    return redirect(reverse("accounts:check_inbox", query={"resent": 1}))


@login_not_required
@require_POST
@pending_registration
def resend_confirmation(request):
    """Sends the link again."""
    throttling.check("resend", request)
    return _after_sending(registration.send_again, request.pending)


@login_not_required
@require_POST
@pending_registration
def correct_email(request):
    """Takes another address; the link sent before stops working."""
    throttling.check("resend", request)
    form = NewAddressForm(request.POST)
    if not form.is_valid():
        return _inbox(request, form)
    return _after_sending(registration.correct_address, request.pending, form.cleaned_data["email"])


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_email(request, token):
    """GET and HEAD change nothing: mail scanners open every link. POST redeems."""
    if request.method != "POST":
        return _outcome(request, *registration.find_confirmation_link(token))
    if request.POST.get("renew") == "1":
        return _renew(request, token)
    try:
        person = registration.confirm_email(token)
    except links.LinkRefused as refused:
        return _outcome(request, refused.link_status, refused.link)
    secret = request.COOKIES.get(settings.REGISTRATION_COOKIE_NAME)
    client = client_info(request)
    signed_in = registration.enter_after_confirming(client=client, person=person, browser_secret=secret)
    if signed_in:
        return forget_registration(enter(request, signed_in.user, "", client=client, signed_in=signed_in))
    return to_sign_in(person, After.CONFIRMED)


def _renew(request, token):
    throttling.check("resend", request)
    registration.renew_link(token)
    return _outcome(request, *registration.find_confirmation_link(token))


def _outcome(request, link_status, link):
    if link_status is links.LinkStatus.USED and link and getattr(request.user, "email_key", None) == link.address:
        return redirect(home_of(request.user))  # a second press: whoever signed in since has nothing to read here
    context = {
        "outcome": link_status.value,
        "masked_email": mask_email(link.address) if link else "",
        "used_at": link and link.used_at,
    }
    return render(request, "accounts/confirm_email.html", context)
