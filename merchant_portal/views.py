"""What belongs to the site as a whole: health, well-known addresses, the language."""

import redis
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.staticfiles.storage import staticfiles_storage
from django.db import DatabaseError, InterfaceError, connection
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.views.decorators.http import require_GET, require_safe

from merchant_portal import circuit, clock
from merchant_portal.database import watch
from merchant_portal.http import is_insider
from merchant_portal.operations import checking

SECURITY_TXT_DAYS = 365  # RFC 9116, 2.5.5: less than a year ahead is recommended


@login_not_required
@require_safe
def healthz(request):
    """Alive: the process answers."""
    return JsonResponse({"status": "alive"})


@login_not_required
@require_safe
def readyz(request):
    """Ready: 503 only when the database is not. `degraded` when broker, worker or beat are behind.

    Ages are shown to this machine and to TRUSTED_PROXIES themselves, never to whom they forward.
    """
    with connection.execute_wrapper(watch):
        report = _ask(checking.report)
    broker = _ask(_ask_broker) is not None
    body = {
        "status": "not ready" if report is None else "ready",
        "database": report is not None,
        "broker": broker,
        "degraded": not broker or report is None or bool(report["behind"]),
    }
    if report is not None and is_insider(request):
        body |= report
    return JsonResponse(body, status=503 if report is None else 200)


def _ask(ask):
    """Returns the answer of a service, or None when there is none."""
    try:
        return ask()
    except (DatabaseError, InterfaceError, redis.RedisError, OSError):
        return None


def _ask_broker() -> bool:
    """Asks the broker, unless it didn't answer a moment ago. Raises the client's errors."""
    with circuit.redis.attempt(), redis.from_url(settings.REDIS_URL, **circuit.QUICK) as client:
        return client.ping()


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
def well_known_change_password(request):
    """The address password managers look for (W3C, a well-known URL for changing passwords)."""
    return redirect("accounts:password")


@login_not_required
@require_safe
def security_txt(request):
    """Where to report a weakness (RFC 9116)."""
    expires = clock.now() + timezone.timedelta(days=SECURITY_TXT_DAYS - 1)
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
