from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.actions import links, lockouts
from accounts.client_info import client_info
from accounts.views.cookies import keep_browser
from accounts.views.sign_in import After, to_sign_in
from merchant_portal.masking import mask_email


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def unlock(request, token):
    """The link of a mail about a lock. GET and HEAD change nothing; POST says whether the owner was it."""
    answer = request.POST.get("answer")
    try:
        if answer == "me":
            client = client_info(request)
            person = lockouts.unlock_by_link(client=client, token=token)
            return keep_browser(to_sign_in(person, After.UNLOCKED), client)
        if answer == "not-me":
            lockouts.report_not_me(client=client_info(request), token=token)
            return redirect(reverse("accounts:unlock", args=[token], query={"reported": 1}))
    except links.LinkRefused as refused:
        return _outcome(request, refused.link_status, refused.link)
    return _outcome(request, *lockouts.find_unlock_link(token))


def _outcome(request, link_status, link):
    reported = link_status is links.LinkStatus.USED and request.GET.get("reported") == "1"
    context = {
        "outcome": "reported" if reported else link_status.value,
        "masked_email": mask_email(link.address) if link else "",
        "used_at": link and link.used_at,
    }
    return render(request, "accounts/unlock.html", context)
