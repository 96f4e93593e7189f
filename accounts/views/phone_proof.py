"""Proving the phone on file. The same pages stand among an application's tasks and on the security pages."""

from dataclasses import dataclass

import phonenumbers
from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django_countries import countries

from accounts.actions import challenges, flows, phones
from accounts.forms import ContactCodeForm, PhoneForm
from accounts.views import delivery_status
from accounts.views.sign_in import locked_page
from merchant_portal import throttling
from merchant_portal.idempotency.presses import nothing_done


@dataclass(frozen=True)
class PhonePages:
    """Where the two pages stand: names of the routes, the one to go back to, and the templates."""

    page: str
    code: str
    back: str
    page_template: str
    code_template: str


def verify_phone(request, place: PhonePages):
    """Shows the number and what can be done with it. POST sends a code, or with `phone` corrects the number."""
    form = PhoneForm(request.POST if "phone" in request.POST else None, current=request.user.phone)
    if form.is_bound:
        if form.is_valid() and not form.is_guessed:
            phones.correct(user=request.user, phone=form.cleaned_data["phone"])
            messages.success(request, _("Your number has been saved."))
            return redirect(place.page)
        return _page(request, place, form)
    if request.method == "POST":
        return _send(request, place)
    return _page(request, place, form)


def _page(request, place: PhonePages, form: PhoneForm):
    number, challenge = request.user.phone, phones.challenge_to(request.user)
    context = {
        "form": form,
        "place": place,
        "number": number,
        "country": _country_of(number),
        "confirmed_at": request.user.phone_confirmed_at,
        "obstacle": None if request.user.phone_confirmed_at else phones.obstacle_to(request.user, number),
        "is_asked": challenge is not None and challenges.codes_of(challenge).exists(),
        "has_sms": bool(settings.SMS_URL),
        "ended": request.GET.get("ended") == "1",
    }
    return render(request, place.page_template, context | guess_in(form))


def guess_in(form: PhoneForm) -> dict:
    """Returns how a number without a country code was read, for the person to confirm."""
    if not form.is_bound or not form.is_valid():
        return {}
    guessed = form.cleaned_data["phone"]
    return {"guessed": guessed, "guessed_country": _country_of(guessed)}


def _country_of(number: str) -> str:
    region = number and phonenumbers.region_code_for_number(phonenumbers.parse(number))
    return countries.name(region) if region else ""


def _send(request, place: PhonePages):
    throttling.check("resend", request)
    is_again = phones.challenge_to(request.user) is not None
    try:
        phones.send_code(user=request.user)
    except (phones.AlreadyConfirmed, flows.FlowEnded):
        return nothing_done(redirect(place.page))
    except flows.SendQuotaExceeded:
        raise
    except flows.TooEarly:
        return nothing_done(redirect(reverse(place.code, query={"early": 1})))
    return redirect(reverse(place.code, query={"resent": 1} if is_again else {}))


def verify_phone_code(request, place: PhonePages):
    """Takes the code. Without an open challenge there is nothing to type: the way leads to the number."""
    challenge = phones.challenge_to(request.user)
    newest = challenge and challenges.codes_of(challenge).first()
    if request.user.phone_confirmed_at or newest is None:
        return nothing_done(redirect(place.page))
    form = ContactCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            is_first = phones.confirm(user=request.user, code=form.cleaned_data["code"])
        except (challenges.WrongCode, challenges.ExpiredCode) as refused:
            form.add_error("code", str(refused.message))
        except flows.FlowEnded:
            return nothing_done(redirect(reverse(place.page, query={"ended": 1})))
        except challenges.StepUpLocked as refused:
            return locked_page(request, refused)
        else:
            if is_first:
                messages.success(request, _("Your phone is confirmed."))
            return redirect(place.back)
    context = {"form": form, "place": place, "number": request.user.phone}
    return render(request, place.code_template, context | delivery_status.newest_delivery(request, challenge, newest))
