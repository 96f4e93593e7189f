"""Every route of the site is closed to strangers, except those on this list."""

import re

import pytest
from django.urls import URLPattern, get_resolver

OPEN = {
    "",
    "register/",
    "register/check-inbox/",
    "register/resend/",
    "register/change-email/",
    "confirm-email/<path:token>/",
    "activate/<path:token>/",
    "undo/<path:token>/",
    "help/",
    "help/sign-in/",
    "sign-in/",
    "sign-in/code/",
    "sign-in/resend/",
    "sign-in/channel/",
    "sign-in/trouble/",
    "sign-out/",
    "reset/",
    "reset/code/",
    "reset/resend/",
    "reset/password/",
    "unlock/<path:token>/",
    "admin/sign-in/",
    "admin/sign-in/code/",
    "admin/sign-in/app/",
    "admin/login/",
    "language/",
    "healthz/",
    "readyz/",
    ".well-known/change-password",
    ".well-known/security.txt",
    "robots.txt",
    "favicon.ico",
}


def routes(patterns=None, prefix=""):
    for pattern in patterns if patterns is not None else get_resolver().url_patterns:
        route = prefix + str(pattern.pattern).removeprefix("^").removesuffix("$").replace("\\Z", "")
        if isinstance(pattern, URLPattern):
            yield route, pattern.callback
        else:
            yield from routes(pattern.url_patterns, route)


def filled(route: str) -> str:
    return "/" + re.sub(r"<\w+:\w+>", "1", route)


ALL = dict(routes())


def test_the_open_routes_are_these_and_no_others():
    assert {route for route, view in ALL.items() if not getattr(view, "login_required", True)} == OPEN


@pytest.mark.parametrize("route", sorted(set(ALL) - OPEN))
def test_a_stranger_is_led_to_the_right_sign_in_page(client, db, route):
    for ask in (client.get, client.post):
        answer = ask(filled(route))
        page = "/admin/sign-in/" if route.startswith("admin/") else "/sign-in/"
        assert answer.status_code == 302 and answer["Location"].startswith(page), route


@pytest.mark.parametrize("route", sorted(OPEN))
def test_looking_changes_nothing(client, db, route, django_assert_num_queries):
    answer = client.get(filled(route))
    assert answer.status_code in (200, 301, 302, 405)
