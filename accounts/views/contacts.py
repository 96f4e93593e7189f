"""Another e-mail address or phone. Each step is derived from the database; GET changes nothing."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts import authentication
from accounts.actions import challenges, contact_changes, contacts, flows, links, phones
from accounts.client_info import client_info
from accounts.decorators import fresh_proof
from accounts.forms import ContactCodeForm, OtherAddressForm, PhoneForm
from accounts.models.contact import WAIT_HOURS, ContactChange
from accounts.views import delivery_status, phone_proof
from accounts.views.sign_in import locked_page
from merchant_portal import throttling
from merchant_portal.idempotency.presses import nothing_done

EMAIL, PHONE = ContactChange.Kind.EMAIL, ContactChange.Kind.PHONE
UNDONE = ("done", "taken")  # all is as it was, or another account holds the old address by now
PROOF = phone_proof.PhonePages(
    page="accounts:phone",
    code="accounts:phone_code",
    back="accounts:phone",
    page_template="accounts/contact/proof.html",
    code_template="accounts/contact/proof_code.html",
)


@require_http_methods(["GET", "HEAD", "POST"])
@fresh_proof
def change_email(request):
    """The address on file, a change under way, and a field for another one."""
    form = OtherAddressForm(request.POST or None, current=request.user.email)
    if form.is_valid() and (answer := _begin(request, EMAIL, form)):
        return answer
    return _page(request, EMAIL, form)


@require_http_methods(["GET", "HEAD", "POST"])
@fresh_proof
def change_phone(request):
    """The same for the phone; while it is not proven, it is corrected and proven here. Staff need none."""
    if request.user.is_staff:
        raise Http404
    if request.user.phone_confirmed_at is None:
        return phone_proof.verify_phone(request, PROOF)
    form = PhoneForm(request.POST or None, current=request.user.phone)
    if form.is_valid() and not form.is_guessed and (answer := _begin(request, PHONE, form)):
        return answer
    return _page(request, PHONE, form)


def _begin(request, kind: str, form):
    """Returns the way to the first code, or None when the form says why none can be sent."""
    throttling.check("resend", request)
    try:
        contacts.start(user=request.user, kind=kind, new=form.cleaned_data[kind])
    except (phones.NumberNotServed, phones.OnTooManyAccounts) as refused:
        form.add_error(kind, str(refused.message))
        return None
    except flows.SendQuotaExceeded:
        raise
    except flows.TooEarly:
        return nothing_done(_to_code(kind, "early"))
    return redirect(f"accounts:{kind}_code")


def _page(request, kind: str, form):
    context = {
        "form": form,
        "kind": kind,
        "change": contacts.open_change(request.user, kind),
        "has_sms": bool(settings.SMS_URL),
    }
    if kind == PHONE:
        context |= phone_proof.guess_in(form)
    return render(request, "accounts/contact/page.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@fresh_proof
def contact_code(request, kind):
    """The code of the end that is to be proven now. POST `code`, or `resend`, or `wait` without the old end.

    `end` says which end the page asked for.
    """
    if kind == PHONE and request.user.phone_confirmed_at is None:
        return phone_proof.verify_phone_code(request, PROOF)
    change = contacts.open_change(request.user, kind)
    if change is None or change.is_waiting:
        return nothing_done(redirect(f"accounts:{kind}"))
    if request.method == "POST":
        if request.POST.get("end", change.status) != change.status:  # a second press, after the first moved it on
            return nothing_done(redirect(f"accounts:{kind}_code"))
        if "resend" in request.POST:
            return _resend(request, change)
        if "wait" in request.POST:
            contacts.schedule(change=change)
            return redirect(f"accounts:{kind}")
    form = ContactCodeForm(request.POST or None, is_sms=kind == PHONE)
    if form.is_valid() and (answer := _prove(request, change, form)):
        return answer
    return _code_page(request, change, form)


def _prove(request, change: ContactChange, form: ContactCodeForm):
    """Returns where the code leads, or None when the form says what is wrong with it."""
    try:
        person = contacts.prove(change=change, code=form.cleaned_data["code"])
    except (challenges.WrongCode, challenges.ExpiredCode) as refused:
        form.add_error("code", str(refused.message))
        return None
    except flows.FlowEnded:  # the page says that there is no code, or what is asked by now
        return nothing_done(redirect(f"accounts:{change.kind}_code"))
    except challenges.StepUpLocked as refused:
        return locked_page(request, refused)
    if person is None:
        return redirect(f"accounts:{change.kind}_code")
    authentication.keep_session(request, person, client=client_info(request))
    done = _("Your email address has been changed.") if change.is_email else _("Your phone number has been changed.")
    messages.success(request, done)
    return redirect(f"accounts:{change.kind}")


def _to_code(kind: str, outcome: str):
    return redirect(reverse(f"accounts:{kind}_code", query={outcome: 1}))


def _resend(request, change: ContactChange):
    throttling.check("resend", request)
    try:
        contacts.send_again(change=change)
    except flows.SendQuotaExceeded:
        raise
    except flows.TooEarly:
        return nothing_done(_to_code(change.kind, "early"))
    except flows.FlowEnded:
        return nothing_done(redirect(f"accounts:{change.kind}_code"))
    return _to_code(change.kind, "resent")


def _code_page(request, change: ContactChange, form: ContactCodeForm):
    challenge = contacts.challenge_of(change)
    context = {
        "form": form,
        "change": change,
        "is_first": change.status == ContactChange.Status.NEW_END,
        "is_reached": contacts.is_reached(change),
        "page_url": f"accounts:{change.kind}",
        "may_wait": not request.user.is_staff,
        "wait_hours": WAIT_HOURS,
    }
    if challenge:
        context |= delivery_status.newest_delivery(request, challenge, challenges.codes_of(challenge).first())
    return render(request, "accounts/contact/code.html", context)


@require_POST
def cancel_contact_change(request, kind):
    """Ends the change under way. Whoever is signed in may: nothing is easier to undo than a change that is not made."""
    change = contacts.open_change(request.user, kind)
    if change:
        contacts.cancel(change=change)
        messages.success(request, _("The change has been cancelled. Your details stay the same."))
    return redirect(f"accounts:{kind}")


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def undo_contact_change(request, token):
    """The link in a notice to the old address. GET shows what it is about, POST takes the change back."""
    if request.method != "POST":
        link_status, change = contact_changes.find_undo_link(token)
        done = request.GET.get("done") if link_status is links.LinkStatus.USED and change else None
        return _undo_page(request, done if done in UNDONE else link_status.value, change)
    try:
        change, is_restored = contact_changes.undo(token)
    except links.LinkRefused as refused:
        return _undo_page(request, refused.link_status.value, contact_changes.find_undo_link(token)[1])
    if request.user.pk == change.user_id:  # every session has ended, this one too
        logout(request)
    return redirect(reverse("accounts:undo", args=[token], query={"done": UNDONE[0 if is_restored else 1]}))


def _undo_page(request, outcome: str, change: ContactChange | None):
    context = {"outcome": outcome, "change": change}
    if change:
        context |= {"old": change.masked(change.old), "new": change.masked(change.new)}
        context["used_at"] = change.done_at if change.status == ContactChange.Status.UNDONE else None
    return render(request, "accounts/contact/undo.html", context)
