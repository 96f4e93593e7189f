"""What a page says, to eyes and to screen readers."""

import re
from html.parser import HTMLParser

SPOKEN = {"aria-label", "alt", "title", "placeholder", "label"}
SPOKEN_DATA = re.compile(
    r"data-(sending|over|before|show|show-name|started|done|left|keep|cancel|retry|other|drop|broken|said|copied)"
)


class Spoken(HTMLParser):
    """Collects what a page says, without what is declared to be English or data."""

    def __init__(self, html: str):
        super().__init__()
        self.texts, self._silent = [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if not self._silent:
            self.texts += [text for name, text in attrs if text and (name in SPOKEN or SPOKEN_DATA.fullmatch(name))]
        silent = tag in ("script", "style", "code") or given.get("lang") in ("en", "ru", "zh-Hans") and tag != "html"
        silent = (
            silent
            or re.match(r"(field|column)-", given.get("class") or "")
            or given.get("id") in ("result_list", "id_country")
        )
        if (silent or self._silent) and tag not in (
            "input",
            "img",
            "br",
            "meta",
            "link",
            "hr",
            "path",
            "rect",
            "circle",
        ):
            self._silent.append(tag)

    def handle_endtag(self, tag):
        if self._silent and self._silent[-1] == tag:
            self._silent.pop()

    def handle_data(self, data):
        if not self._silent:
            self.texts.append(data)
