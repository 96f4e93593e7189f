from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.actions.links import LinkStatus
from merchant_portal import throttling
from merchant_portal.idempotency.presses import nothing_done
from merchant_portal.masking import mask_email
from merchant_portal.site import terms_version
from onboarding import history, permissions
from onboarding.actions import merchants
from onboarding.decorators import member
from onboarding.transitions import MerchantStatus


@require_http_methods(["GET", "HEAD", "POST"])
@member
def activate(request):
    """Activation by an owner who signed in: no link is needed. Then the page that says so, later the seller home."""
    merchant = request.membership.merchant
    if merchant.status == MerchantStatus.ACTIVE and request.GET.get("done") == "1" and request.method != "POST":
        context = _about(merchant) | {"home_url": reverse("onboarding:home")}
        return render(request, "onboarding/activated.html", context)
    if merchant.status != MerchantStatus.APPROVED or not permissions.can_activate(request.user, merchant):
        return nothing_done(redirect("onboarding:application"))
    if request.method == "POST":
        return _activate(request, merchant)
    return _outcome(request, LinkStatus.READY.value, merchant)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def activate_by_link(request, token):
    """Activation by the link of the email. GET and HEAD change nothing: mail scanners open every link.

    Who is not signed in is sent to do so; the address they come back to is never the link's own.
    """
    link_status, link, merchant = merchants.find_activation_link(token)
    if request.method == "POST" and request.POST.get("renew") == "1":
        throttling.check("resend", request)
        merchants.renew_link(token)
        link_status, link, merchant = merchants.find_activation_link(token)
    elif request.method == "POST" and link_status is LinkStatus.READY:
        if request.user.is_authenticated and request.user.must_change_password:
            return nothing_done(redirect("onboarding:activate"))
        if not request.user.is_authenticated:
            sign_in = reverse("accounts:sign_in", query={"next": reverse("onboarding:activate")})
            return nothing_done(redirect(sign_in))
        if permissions.can_activate(request.user, merchant):
            return _activate(request, merchant, token)
    stranger = merchant and request.user.is_authenticated and not permissions.can_activate(request.user, merchant)
    outcome = "other_person" if stranger and link_status is LinkStatus.READY else link_status.value
    return _outcome(request, outcome, None if stranger else merchant, link)


def _activate(request, merchant, token=""):
    merchants.activate(merchant=merchant, token=token, by=request.user)
    return redirect(f"{reverse('onboarding:activate')}?done=1")


def _about(merchant) -> dict:
    return {"company": merchant.name if merchant else ""}


def _outcome(request, outcome, merchant, link=None):
    context = _about(merchant) | {
        "outcome": outcome,
        "terms_version": terms_version(),
        "masked_email": mask_email(link.address) if link else "",
        "activation": history.activation_of(merchant) if merchant and request.user.is_authenticated else "",
    }
    return render(request, "onboarding/activate.html", context)
