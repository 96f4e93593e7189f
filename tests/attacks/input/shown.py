"""What the form on a page holds before anybody touches it."""

from html.parser import HTMLParser


class Forms(HTMLParser):
    """Collects the fields of the forms on a page, by the address that each form is sent to."""

    def __init__(self, text: str):
        super().__init__()
        self.sent_to: dict[str, dict] = {}
        self._form: dict = {}
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "form":
            self._form = self.sent_to.setdefault(given.get("action") or "", {})
        elif tag in ("input", "select", "textarea", "button") and given.get("name"):
            self._form.setdefault(given["name"], given.get("value") or "1")


def fields_of(client, path: str) -> dict:
    """Returns the fields of the form on the page at `path` that is sent there."""
    page = client.get(path)
    if page.streaming or page.status_code != 200:
        return {}
    forms = Forms(page.content.decode()).sent_to
    return {name: value for to in ("", path) for name, value in forms.get(to, {}).items()} or {"x": "1"}
