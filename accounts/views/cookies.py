from django.conf import settings

from accounts.models.browser import COOKIE_DAYS
from accounts.models.pending import REGISTRATION_HOURS


def keep_registration(response, browser_secret: str):
    """Hands the browser the secret of its pending registration and returns the response."""
    response.set_cookie(
        settings.REGISTRATION_COOKIE_NAME,
        browser_secret,
        max_age=REGISTRATION_HOURS * 3600,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def keep_browser(request, response):
    """Hands the browser the secret by which it is recognised, if it just proved itself, and returns the response."""
    secret = getattr(request, "browser_secret", "")
    if secret:
        response.set_cookie(
            settings.BROWSER_COOKIE_NAME,
            secret,
            max_age=COOKIE_DAYS * 24 * 3600,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return response


def forget_registration(response):
    """Takes the secret back and returns the response."""
    response.delete_cookie(settings.REGISTRATION_COOKIE_NAME, samesite="Lax")
    return response
