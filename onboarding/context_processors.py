"""What pages of sellers have in common."""

from django.conf import settings
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from onboarding.models import Membership
from onboarding.transitions import MerchantStatus


def navigation(request) -> dict:
    """Context processor: `tabs` on the pages of account security. They are looked up where a page shows them."""
    security = reverse("accounts:security")
    if not request.path.startswith(security):
        return {}
    return {"tabs": SimpleLazyObject(lambda: tabs_of(request.user, here=security))}


def tabs_of(person, *, here: str) -> list[dict]:
    """Returns the tabs of somebody whose merchant is active; for others there are none.

    A module has a tab once the operator connected it.
    """
    if not person.is_authenticated or person.is_staff or not _is_active(person):
        return []
    return tabs(here)


def tabs(here: str) -> list[dict]:
    """Returns the tabs of an active merchant; `here` is the address of the one that is open."""
    known = [
        (_("Home"), reverse("onboarding:home")),
        (_("Products"), settings.MODULE_PRODUCTS_URL),
        (_("Orders"), settings.MODULE_ORDERS_URL),
        (_("Analytics"), settings.MODULE_ANALYTICS_URL),
        (_("Security"), reverse("accounts:security")),
    ]
    return [{"title": title, "url": url, "current": url == here} for title, url in known if url]


def _is_active(person) -> bool:
    newest = Membership.objects.filter(person=person).order_by("pk").values_list("merchant__status", flat=True)
    return newest.first() == MerchantStatus.ACTIVE
