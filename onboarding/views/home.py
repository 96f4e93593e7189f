from datetime import timedelta

from django.conf import settings
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_POST, require_safe

from accounts import history
from accounts.actions import channels
from accounts.models.pending import Channel
from merchant_portal import clock
from merchant_portal.idempotency.presses import own_answer
from onboarding.context_processors import tabs
from onboarding.decorators import member
from onboarding.transitions import MerchantStatus

TIPS_DAYS = 30  # for which they stay away once they were put away


@require_safe
@member
def seller_home(request):
    """One next step, the three modules, how the application ended, and how to stay safe."""
    if request.membership.merchant.status != MerchantStatus.ACTIVE:
        return redirect("onboarding:application")
    channel = channels.available_to(request.user)[0]
    hidden = request.COOKIES.get(settings.TIPS_COOKIE_NAME) == str(request.user.pk)
    context = {
        "person": request.user.name,
        "next_step": _next_step(request.user, channel),
        "modules": _modules(),
        "tips": [] if hidden else _tips(request.user, channel),
        "tips_days": TIPS_DAYS,
        "application": _application(request),
        "tabs": tabs(here=reverse("onboarding:home")),
    }
    return render(request, "onboarding/home.html", context)


@require_POST
@member
@own_answer
def hide_tips(request):
    """Puts the tips away for a while, in this browser."""
    response = redirect("onboarding:home")
    response.set_cookie(
        settings.TIPS_COOKIE_NAME,
        str(request.user.pk),
        max_age=TIPS_DAYS * 24 * 3600,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def _modules() -> list[dict]:
    """Returns the three modules: a link where the operator set one, else what will show. No invented numbers."""
    described = [
        (
            _("Products"),
            settings.MODULE_PRODUCTS_URL,
            _("Your products with prices, pictures and stock."),
            _("Open products"),
        ),
        (
            _("Orders"),
            settings.MODULE_ORDERS_URL,
            _("What customers bought and what you need to ship."),
            _("Open orders"),
        ),
        (_("Analytics"), settings.MODULE_ANALYTICS_URL, _("Sales, visits and returns over time."), _("Open analytics")),
    ]
    later = _("%(what)s This will appear here once the marketplace has connected it.")
    return [
        {
            "title": title,
            "state": _("Connected") if url else _("Not connected yet"),
            "text": text if url else later % {"what": text},
            "url": url,
            "action": action,
        }
        for title, url, text, action in described
    ]


def _password_is_old(user) -> bool:
    age = clock.now() - user.password_changed_at
    return age > timedelta(days=settings.PASSWORD_AGE_NUDGE_DAYS)


def _next_step(user, channel: str) -> dict | None:
    """Returns the one thing that is best done next, or None when all is done."""
    if channel != Channel.APP:
        return {
            "title": _("Set up an authenticator app"),
            "text": _(
                "Codes from an app on your phone are safer than codes by email or text message. Setting it up takes "
                "two minutes."
            ),
            "url": reverse("accounts:app"),
            "action": _("Set up app"),
        }
    if _password_is_old(user):
        return {
            "title": _("Change your password"),
            "text": _("You haven't changed it for a while. Changing it is optional and takes a minute."),
            "url": reverse("accounts:password"),
            "action": _("Change password"),
        }
    if settings.MODULE_PRODUCTS_URL:
        return {
            "title": _("Put your products on sale"),
            "text": _("Add names, pictures and prices. Customers see your products as soon as you publish them."),
            "url": settings.MODULE_PRODUCTS_URL,
            "action": _("Open products"),
        }
    return None


def _tips(user, channel: str) -> list[dict]:
    """Returns the three tips with how things stand."""
    return [_about_password(user), _about_second_step(channel), _about_networks(user)]


def _about_password(user) -> dict:
    days = (clock.now() - user.password_changed_at).days
    age = ngettext("%(days)d day old", "%(days)d days old", days) % {"days": days} if days else _("changed today")
    return {
        "title": _("Password"),
        "tag": age,
        "tag_kind": "waiting" if _password_is_old(user) else "done",
        "text": _("Use a password that you don't use anywhere else. Change it if someone else might know it."),
        "url": reverse("accounts:password"),
        "action": _("Change password"),
    }


def _about_second_step(channel: str) -> dict:
    about = {
        Channel.APP: _("When you sign in, we also ask for a code from your authenticator app."),
        Channel.SMS: _(
            "You get codes by text message. An authenticator app is safer and works without a phone signal."
        ),
        Channel.MAIL: _(
            "You get codes by email. An authenticator app is safer and works without access to your email."
        ),
    }
    has_app = channel == Channel.APP
    return {
        "title": _("Two-step sign-in"),
        "tag": pgettext("two-step sign-in", "with the app") if has_app else pgettext("two-step sign-in", "basic"),
        "tag_kind": "done" if has_app else "waiting",
        "text": about[channel],
        "url": reverse("accounts:app"),
        "action": _("Manage") if has_app else _("Set up app"),
    }


def _about_networks(user) -> dict:
    known = history.came_from_known_browsers(user)
    days = history.LATELY_DAYS
    as_ever = ngettext(
        "In the last %(days)d day, you only signed in from known browsers. On public Wi-Fi, sign out when you finish.",
        "In the last %(days)d days, you only signed in from known browsers. On public Wi-Fi, sign out when you finish.",
        days,
    )
    new = ngettext(
        "In the last %(days)d day, there was a sign-in from a new browser. Check that it was you.",
        "In the last %(days)d days, there was a sign-in from a new browser. Check that it was you.",
        days,
    )
    return {
        "title": _("Public networks"),
        "tag": _("known browsers") if known else _("new browser"),
        "tag_kind": "done" if known else "waiting",
        "text": (as_ever if known else new) % {"days": days},
        "url": reverse("accounts:history"),
        "action": _("View sign-in history"),
    }


def _application(request) -> dict:
    application = request.application
    merchant = request.membership.merchant
    number = application.registration_number
    return {
        "reference": application.reference,
        "status_text": _("Active since"),
        "at": merchant.activated_at,
        "company": application.legal_name or merchant.name,
        "facts": [{"term": _("Registration number"), "value": number}] if number else [],
    }
