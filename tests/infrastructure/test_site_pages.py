"""The pages that belong to the site as a whole: errors, language, health, well-known addresses."""

import pytest
from django.conf import settings
from django.test import Client

from merchant_portal import error_views, throttling
from tests import beats
from tests.pages import PageCheckingClient

LANGUAGES = [code for code, _ in settings.LANGUAGES]


@pytest.fixture(params=LANGUAGES)
def speaker(request, db):
    """A browser that speaks one of the languages."""
    browser = PageCheckingClient()
    browser.cookies[settings.LANGUAGE_COOKIE_NAME] = request.param
    return browser


def test_a_wrong_address_is_404(speaker):
    assert speaker.get("/nowhere/").status_code == 404


def test_a_request_that_is_too_large_is_413(speaker, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    assert speaker.post("/sign-in/", {"email": "x" * 200}).status_code == 413


def test_a_form_without_its_token_is_403(speaker):
    strict = PageCheckingClient(enforce_csrf_checks=True)
    strict.cookies = speaker.cookies
    assert strict.post("/sign-in/", {"email": "x"}).status_code == 403


def test_a_full_network_is_429_with_its_time(speaker, network_limit):
    network_limit("sign_in", "1/hour")
    speaker.post("/sign-in/", {})
    answer = speaker.post("/sign-in/", {})
    assert answer.status_code == 429 and 0 < int(answer["Retry-After"]) <= 7200


def test_no_free_place_for_a_hash_is_503_and_counts_nothing(speaker, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr("accounts.hashers.WAIT_SECONDS", 0)
    monkeypatch.setattr("accounts.hashers._slots", type("Full", (), {"acquire": lambda self, timeout: False})())
    with django_assert_num_queries(0):
        answer = speaker.post("/sign-in/", {"email": "olive@fernhill.example", "password": "x"})
    assert answer.status_code == 503 and int(answer["Retry-After"]) > 0


def test_a_fault_of_ours_is_500_with_an_id_and_no_trace(speaker, monkeypatch):
    def fail(*unused):
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr(throttling, "check", fail)
    speaker.raise_request_exception = False
    answer = speaker.post("/sign-in/", {})
    text = answer.content.decode()
    assert answer.status_code == 500 and answer.wsgi_request.id in text
    assert "ZeroDivision" not in text and "secret detail" not in text


def test_the_500_page_asks_nothing_of_the_database(rf, django_assert_num_queries, db):
    with django_assert_num_queries(0):
        assert error_views.server_error(rf.get("/")).status_code == 500


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_language_is_kept_and_the_page_stays(client, db, code):
    answer = client.post("/language/", {"language": code, "next": "/help/?a=1"})
    assert answer["Location"] == "/help/?a=1"
    assert client.get("/help/").status_code == 200  # the client checks html lang against the cookie


@pytest.mark.parametrize("wanted", ["//evil.example", "https://evil.example/", "javascript:x", ""])
def test_the_language_never_leads_off_site(client, wanted):
    assert client.post("/language/", {"language": "ru", "next": wanted})["Location"] == "/"


@pytest.mark.parametrize("code", ["", "fr", "../../etc", "ru\r\nX: y"])
def test_an_unknown_language_changes_nothing(client, code):
    assert settings.LANGUAGE_COOKIE_NAME not in client.post("/language/", {"language": code}).cookies


@pytest.mark.parametrize("accepts, lang", [("zh-CN,zh;q=0.9", "zh-Hans"), ("ru-RU", "ru"), ("fr", "en")])
def test_the_first_visit_speaks_what_the_browser_asks_for(db, accepts, lang):
    page = Client().get("/", headers={"accept-language": accepts}).content.decode()
    assert f'<html lang="{lang}"' in page


def test_health_says_alive_and_ready(client, db):
    assert client.get("/healthz/").json() == {"status": "alive"}
    beats.all_beat()
    ready = client.get("/readyz/", HTTP_X_FORWARDED_FOR="203.0.113.9").json()
    assert ready == {"status": "ready", "database": True, "broker": True, "degraded": False}


def test_ready_stays_200_without_the_broker(client, db, settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    answer = client.get("/readyz/")
    assert answer.status_code == 200 and answer.json()["broker"] is False and answer.json()["degraded"] is True


@pytest.mark.parametrize(
    "path, holds",
    [
        ("/.well-known/security.txt", "Contact: mailto:"),
        ("/robots.txt", "Disallow: /"),
    ],
)
def test_well_known_texts(client, path, holds):
    answer = client.get(path)
    assert answer["Content-Type"].startswith("text/plain") and holds in answer.content.decode()


def test_every_page_carries_the_headers(client, db):
    headers = client.get("/").headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    for part in ("object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"):
        assert part in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
