from django.conf import settings

from accounts.actions import reset
from accounts.client_info import ClientInfo
from accounts.models.browser import COOKIE_DAYS
from accounts.models.pending import REGISTRATION_HOURS


def keep_registration(response, browser_secret: str):
    """Hands the browser the secret of its pending registration and returns the response."""
    return _keep(response, settings.REGISTRATION_COOKIE_NAME, browser_secret, REGISTRATION_HOURS * 3600)


def keep_reset(response, secret: str):
    """Hands the browser what it holds its reset by and returns the response."""
    seconds = (reset.LASTS + reset.TICKET_LASTS).total_seconds()
    return _keep(response, settings.RESET_COOKIE_NAME, secret, int(seconds))


def keep_browser(response, client: ClientInfo):
    """Sends a browser that just became known the secret by which it is recognised, and returns the response."""
    return _keep(response, settings.BROWSER_COOKIE_NAME, client.secret, COOKIE_DAYS * 24 * 3600)


def _keep(response, name: str, secret: str, seconds: int):
    response.set_cookie(
        name, secret, max_age=seconds, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax"
    )
    return response


def forget_registration(response):
    """Takes the secret back and returns the response."""
    response.delete_cookie(settings.REGISTRATION_COOKIE_NAME, samesite="Lax")
    return response


def forget_reset(response):
    """Takes the secret back and returns the response."""
    response.delete_cookie(settings.RESET_COOKIE_NAME, samesite="Lax")
    return response
