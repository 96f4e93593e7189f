from datetime import timedelta

from django.conf import settings
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from onboarding.context import tabs
from onboarding.decorators import member
from onboarding.transitions import MerchantStatus


@require_safe
@member
def page(request):
    """P31: one next step, the three modules, how the application ended, and how to stay safe."""
    if request.membership.merchant.status != MerchantStatus.ACTIVE:
        return redirect("onboarding:application")
    context = {
        "person": request.user.name,
        "next_step": _next_step(request.user),
        "modules": _modules(),
        "tips": _tips(request.user),
        "application": _application(request),
        "tabs": tabs(here=reverse("onboarding:home")),
    }
    return render(request, "onboarding/home.html", context)


def _modules() -> list[dict]:
    """Returns the three modules: a link where the operator set one, else what will show. No invented numbers."""
    described = [
        (
            _("Products"),
            settings.MODULE_PRODUCTS_URL,
            _("Your goods with prices, pictures and stock."),
            _("Open products"),
        ),
        (
            _("Orders"),
            settings.MODULE_ORDERS_URL,
            _("What customers bought, and what is to be sent."),
            _("Open orders"),
        ),
        (_("Analytics"), settings.MODULE_ANALYTICS_URL, _("Sales, visits and returns over time."), _("Open analytics")),
    ]
    return [
        {
            "title": title,
            "state": _("Connected") if url else _("Not connected yet"),
            "text": text if url else _("%(what)s It shows here once the marketplace connects it.") % {"what": text},
            "url": url,
            "action": action,
        }
        for title, url, text, action in described
    ]


def _password_is_old(user) -> bool:
    age = timezone.now() - user.password_changed_at
    return age > timedelta(days=settings.PASSWORD_AGE_NUDGE_DAYS)


def _next_step(user) -> dict | None:
    """Returns the one thing that is best done next, or None when all is done."""
    if _password_is_old(user):
        return {
            "title": _("Renew your password"),
            "text": _("It has served for a long time. A new one takes a minute; nobody forces you."),
            "url": reverse("accounts:password"),
            "action": _("Change password"),
        }
    if settings.MODULE_PRODUCTS_URL:
        return {
            "title": _("Put your products on sale"),
            "text": _("Names, pictures and prices: customers see them as soon as you publish them."),
            "url": settings.MODULE_PRODUCTS_URL,
            "action": _("Open products"),
        }
    return None


def _tips(user) -> list[dict]:
    """Returns the three tips with how things stand."""
    days = (timezone.now() - user.password_changed_at).days
    age = ngettext("%(days)d day old", "%(days)d days old", days) % {"days": days} if days else _("changed today")
    return [
        {
            "title": _("Password"),
            "tag": age,
            "tag_kind": "waiting" if _password_is_old(user) else "done",
            "text": _("Use a password for this site only. Change it when somebody may know it."),
            "url": reverse("accounts:password"),
            "action": _("Change password"),
        },
        {
            "title": _("Two-step sign-in"),
            "tag": _("on, code by mail"),
            "tag_kind": "done",
            "text": _("Each sign-in asks for a code as well. Keep your mailbox as safe as this account."),
        },
        {
            "title": _("Public networks"),
            "tag": _("good to know"),
            "tag_kind": "info",
            "text": _(
                "On shared computers and open Wi-Fi, sign out when you are done. We never ask for a code by phone."
            ),
        },
    ]


def _application(request) -> dict:
    application = request.application
    merchant = request.membership.merchant
    number = application.registration_number
    return {
        "reference": application.reference,
        "status_text": _("Active since"),
        "at": merchant.activated_at,
        "company": application.legal_name or merchant.name,
        "facts": [{"term": _("Number in the register"), "value": number}] if number else [],
    }
