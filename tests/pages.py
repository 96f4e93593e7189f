"""A client that checks every page it fetches against the rules that all pages keep."""

from html.parser import HTMLParser

from django.conf import settings
from django.test import Client

HTML_LANGUAGES = {"zh-hans": "zh-Hans", "en": "en", "ru": "ru"}
NEED_NO_LABEL = {"hidden", "submit", "button"}


class Page(HTMLParser):
    """What the checks ask of a page."""

    def __init__(self, text: str):
        super().__init__()
        self.h1, self.title, self.lang = 0, "", None
        self.fields, self.labels, self.ids, self.faults = [], set(), set(), []
        self._in_title = self._in_label = False
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.h1 += tag == "h1"
        self._in_title = tag == "title"
        if tag == "html":
            self.lang = given.get("lang")
        if tag == "label":
            self.labels.add(given.get("for"))
        if tag in ("input", "select", "textarea") and not self._is_hidden(given):
            self.fields.append(given)
        self.faults += self._faults_of(tag, given)

    def _faults_of(self, tag, given):
        if "id" in given:
            if given["id"] in self.ids:
                yield f"id {given['id']} stands twice"
            self.ids.add(given["id"])
        if tag == "script" and "src" not in given:
            yield "inline script"
        if tag == "style" or "style" in given:
            yield f"inline style on {tag}"
        yield from (f"inline handler {name}" for name in given if name.startswith("on"))
        for name in ("src", "href", "action"):
            if tag != "a" and str(given.get(name, "")).startswith(("http://", "https://", "//")):
                yield f"{tag} asks another host: {given[name]}"

    @staticmethod
    def _is_hidden(given) -> bool:
        return given.get("type") in NEED_NO_LABEL or "hidden" in given or given.get("aria-hidden") == "true"

    def handle_data(self, data):
        if self._in_title:
            self.title += data
            self._in_title = False

    def check(self, language: str) -> list[str]:
        """Returns the rules this page breaks."""
        faults = list(self.faults)
        if self.h1 != 1:
            faults.append(f"{self.h1} h1")
        if not self.title.strip():
            faults.append("no title")
        if self.lang != HTML_LANGUAGES[language]:
            faults.append(f"html lang is {self.lang}, not {HTML_LANGUAGES[language]}")
        for field in self.fields:
            if field.get("id") not in self.labels and "aria-label" not in field:
                faults.append(f"field {field.get('name')} has no label")
        return faults


class PageCheckingClient(Client):
    """Django's test client; a page that breaks a rule fails the test that fetched it."""

    def request(self, **request):
        response = super().request(**request)
        if response.streaming:  # a file: read to its end, as a browser would
            response.data = b"".join(response.streaming_content)
            return response
        kind = response.get("Content-Type", "")
        if kind.startswith("text/html") and response.content and request["REQUEST_METHOD"] != "HEAD":
            self._check(response, request["PATH_INFO"])
        return response

    def _check(self, response, path):
        cookie = self.cookies.get(settings.LANGUAGE_COOKIE_NAME)
        language = cookie.value if cookie else response.headers.get("Content-Language", "en")
        faults = Page(response.content.decode()).check(language)
        assert not faults, f"{path} ({response.status_code}): {'; '.join(faults)}"
        assert "default-src 'self'" in response.headers.get("Content-Security-Policy", ""), f"{path} has no CSP"
