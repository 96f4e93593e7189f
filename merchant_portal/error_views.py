"""The pages of refusals and errors, with their status, in the language of the person."""

import logging
import math
import sys
from http import HTTPStatus

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.cache import add_never_cache_headers
from django.views.decorators.csrf import requires_csrf_token

from merchant_portal import clock
from merchant_portal.errors import Busy, Refused, TooManyTries
from merchant_portal.http import page_of

logger = logging.getLogger(__name__)

CONSOLE = "/admin/"
PAGES = {403, 409, 429, 503}
DATABASE_RETRY_SECONDS = 15  # a server that is restarted takes a few


def retry_after(next_attempt_at) -> str:
    """Returns the seconds until `next_attempt_at` for the Retry-After header, at least one."""
    return str(max(1, math.ceil((next_attempt_at - clock.now()).total_seconds())))


def refusal_page(request, refused: Refused, template: str | None = None, **context) -> HttpResponse:
    """Returns the page of a refusal with its status and, where a time is known, Retry-After."""
    usual = f"errors/{refused.status if refused.status in PAGES else 409}.html"
    name = template or getattr(refused, "template", usual)
    next_attempt_at = getattr(refused, "next_attempt_at", None)
    context |= {"message": refused.message, "next_attempt_at": next_attempt_at} | frame_of(request)
    response = render(request, name, context, status=refused.status)
    if next_attempt_at:
        response["Retry-After"] = retry_after(next_attempt_at)
    elif isinstance(refused, TooManyTries | Busy):
        response["Retry-After"] = str(getattr(refused, "retry_after", 60))
    add_never_cache_headers(response)
    return response


@login_not_required
def bad_request(request, exception=None):
    """400: what cannot be parsed."""
    if isinstance(exception, RequestDataTooBig):
        return too_large(request)
    return error_page(request, "errors/400.html", HTTPStatus.BAD_REQUEST)


@login_not_required
def forbidden(request, exception=None):
    """403: signed in, but not allowed."""
    return error_page(request, "errors/403.html", HTTPStatus.FORBIDDEN)


@login_not_required
def not_found(request, exception=None):
    """404: not there, or not yours."""
    return error_page(request, "errors/404.html", HTTPStatus.NOT_FOUND)


def wrong_method(request, refused: HttpResponse) -> HttpResponse:
    """405: the page for Django's `refused`, which has no body. It says which way the address works."""
    can_be_opened = "GET" in refused["Allow"].split(", ")
    page = error_page(request, "errors/405.html", HTTPStatus.METHOD_NOT_ALLOWED, can_be_opened=can_be_opened)
    page["Allow"] = refused["Allow"]
    return page


@login_not_required
def too_large(request, exception=None):
    """413: more than the site takes."""
    return error_page(request, "errors/413.html", HTTPStatus.REQUEST_ENTITY_TOO_LARGE)


@requires_csrf_token
@login_not_required
def server_error(request):
    """500: rendered without database, request or context processors; names the id that the log carries.

    Where the database does not answer it is a 503, which says when to try again.
    """
    if isinstance(sys.exception(), OperationalError | InterfaceError):
        response = HttpResponse(render_to_string("errors/database.html"), status=HTTPStatus.SERVICE_UNAVAILABLE)
        response["Retry-After"] = str(DATABASE_RETRY_SECONDS)
        return response
    text = render_to_string("errors/500.html", {"incident": getattr(request, "id", "")})
    return HttpResponse(text, status=HTTPStatus.INTERNAL_SERVER_ERROR)


def frame_of(request) -> dict:
    """Returns what an error page reads about its frame, which is another in the console, and where its language
    buttons lead back to."""
    in_console = request.path.startswith(CONSOLE)
    frame = "admin/portal_base.html" if in_console else "base.html"
    return {"in_console": in_console, "frame": frame, "back": page_of(request) or "/"}


def error_page(request, template: str, status: HTTPStatus, **context) -> HttpResponse:
    """Returns an error page in the frame of its part of the site."""
    try:
        return render(request, template, frame_of(request) | context, status=status)
    except SuspiciousOperation:  # a host that is not ours: nothing may be asked of the request
        return HttpResponse(render_to_string(template), status=status)
