"""What belongs to the site as a whole: health, well-known addresses, the language."""

import redis
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.staticfiles.storage import staticfiles_storage
from django.db import DatabaseError, connection
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.views.decorators.http import require_GET, require_safe
from redis.backoff import NoBackoff
from redis.retry import Retry

from merchant_portal import breaker

SECURITY_TXT_DAYS = 365  # RFC 9116, 2.5.5: less than a year ahead is recommended


@login_not_required
@require_safe
def healthz(request):
    """Alive: the process answers."""
    return JsonResponse({"status": "alive"})


@login_not_required
@require_safe
def readyz(request):
    """Ready: 503 only when the database is not; the broker's state is a field, since the site works without it."""
    database = _answers(_ask_database)
    body = {
        "status": "ready" if database else "not ready",
        "database": database,
        "broker": _answers(_ask_broker),
    }
    return JsonResponse(body, status=200 if database else 503)


def _answers(ask) -> bool:
    try:
        ask()
    except (DatabaseError, redis.RedisError, OSError):
        return False
    return True


def _ask_database():
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _ask_broker():
    wait = {"socket_timeout": breaker.ANSWER_SECONDS, "socket_connect_timeout": breaker.ANSWER_SECONDS}
    with redis.from_url(settings.REDIS_URL, retry=Retry(NoBackoff(), 0), **wait) as client:
        client.ping()


def keep_language(response, code: str) -> None:
    """Sets the cookie by which the site speaks `code` to this browser."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        code,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,
    )
    translation.activate(code)


@login_not_required
@require_safe
def change_password(request):
    """The address password managers look for (W3C, a well-known URL for changing passwords)."""
    return redirect("accounts:password")


@login_not_required
@require_safe
def security_txt(request):
    """Where to report a weakness (RFC 9116)."""
    expires = timezone.now() + timezone.timedelta(days=SECURITY_TXT_DAYS - 1)
    lines = [
        f"Contact: mailto:{settings.SUPPORT_EMAIL}",
        f"Expires: {expires:%Y-%m-%dT00:00:00Z}",
        "Preferred-Languages: en, zh, ru",
        f"Canonical: {settings.PUBLIC_ORIGIN}/.well-known/security.txt",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@login_not_required
@require_safe
def robots_txt(request):
    """Search engines may read the landing page and the help, nothing else."""
    text = "User-agent: *\nAllow: /$\nAllow: /help/$\nDisallow: /\n"
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@login_not_required
@require_GET
def favicon(request):
    """Browsers ask for this address whatever a page says."""
    return redirect(staticfiles_storage.url("merchant_portal/favicon.ico"), permanent=True)
