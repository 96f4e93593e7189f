from django.conf import settings

from merchant_portal.site import about_site


def site(request) -> dict:
    """Context processor: `site` on every page, and the promise that many of them print."""
    return {"site": about_site(), "review_days": settings.REVIEW_BUSINESS_DAYS}
