"""Text messages as tests read them, from the file that the gateway writes."""

import json
import re
from pathlib import Path

from merchant_portal.messaging import outbox

CODE = re.compile(r"\b\d{6}\b")


class Text:
    """One text message that left."""

    def __init__(self, facts: dict):
        self.facts = facts
        self.to, self.text = facts["to"], facts["text"]

    @property
    def code(self) -> str:
        return CODE.search(self.text)[0]


class Phone:
    """Drains the outbox at each look, as the worker would."""

    def __init__(self, path: Path):
        self.path = path
        self.url = f"file://{path}"

    def all(self, to: str | None = None) -> list[Text]:
        outbox.drain()
        return [text for text in self.written() if to in (None, text.to)]

    def written(self) -> list[Text]:
        """Returns what stands in the file, whoever sent it."""
        lines = self.path.read_text(encoding="utf-8").splitlines() if self.path.exists() else []
        return [Text(json.loads(line)) for line in lines]

    def latest(self, to: str | None = None) -> Text:
        found = self.all(to)
        assert found, f"no text message to {to}; there are {len(self.all())}"
        return found[-1]
