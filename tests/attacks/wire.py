"""What an outsider holds: sockets, headers, cookies and forms, over HTTP, against the running site."""

import re
from dataclasses import dataclass
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from urllib.parse import quote, urlencode, urlsplit

CSRF_FIELD = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


@dataclass
class Answer:
    """One answer as it came over the wire."""

    status: int
    headers: list[tuple[str, str]]
    body: str

    def header(self, name: str) -> str:
        """Returns the header, or nothing."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")

    @property
    def content(self) -> bytes:
        """Returns the body as Django's own client has it."""
        return self.body.encode()

    @property
    def location(self) -> str:
        return self.header("Location")

    @property
    def set_cookies(self) -> dict:
        """Returns the cookies this answer sets, by name, with their attributes."""
        jar = SimpleCookie()
        for key, value in self.headers:
            if key.lower() == "set-cookie":
                jar.load(value)
        return dict(jar)


class Wire:
    """One browser's worth of connections. Keeps cookies, follows nothing, believes nothing."""

    def __init__(self, base: str, **headers: str):
        self.base, self.headers, self.cookies = urlsplit(base), headers, {}

    def send(self, method: str, path: str, body: bytes = b"", **headers: str) -> Answer:
        """Sends exactly this and returns what comes back."""
        connection = HTTPConnection(self.base.hostname, self.base.port, timeout=20)
        sent = {"Host": self.base.netloc, "Cookie": self.cookie_line()}
        sent |= {name.replace("_", "-"): value for name, value in (self.headers | headers).items()}
        try:
            connection.request(method, quote(path, safe="/?&=%:;,+-_.~"), body or None, sent)
            answer = connection.getresponse()
            text = answer.read().decode(errors="replace")
        finally:
            connection.close()
        heard = Answer(answer.status, answer.getheaders(), text)
        for name, morsel in heard.set_cookies.items():
            if morsel.value and morsel["max-age"] != 0:
                self.cookies[name] = morsel.value
            else:
                self.cookies.pop(name, None)
        return heard

    def cookie_line(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def get(self, path: str, **headers: str) -> Answer:
        return self.send("GET", path, **headers)

    def post(self, path: str, form: dict | None = None, *, from_page: str = "/sign-in/", **headers: str) -> Answer:
        """Posts a form as a browser would, with the token of `from_page`."""
        if "csrf" not in self.cookies:
            self.get(from_page)
        token = self.cookies["csrf"]
        body = urlencode({"csrfmiddlewaretoken": token} | (form or {}), doseq=True).encode()
        kind = {"Content_Type": "application/x-www-form-urlencoded"}
        return self.send("POST", path, body, **kind | headers)
