"""What a target is: one address, one attacker, and what the form there honestly holds."""

import re
from collections.abc import Callable
from typing import NamedTuple

from tests.attacks.input.shown import fields_of

PART = re.compile(r"<\w+:(\w+)>")


def plain(route: str) -> str:
    """Returns the route without what regular expressions add to it."""
    return route.replace("(?P<url>.*)", "nowhere").replace(
        "(?P<app_label>reviews|accounts|audit|messaging)", "accounts"
    )


class Target(NamedTuple):
    """One route with one attacker. `fields` None: those that the page shows."""

    route: str
    who: Callable
    fields: dict | None = None

    @property
    def name(self) -> str:
        return f"{self.who.__name__}-{self.route}"

    def path(self, stage) -> str:
        """Returns the address with the parts that this stage knows; a part that is unknown is 1."""
        return "/" + PART.sub(lambda part: str(stage.parts.get(part[1], 1)), plain(self.route))

    def honest(self, stage) -> dict:
        """Returns what an honest browser would send from here."""
        return (fields_of(stage.client, self.path(stage)) if self.fields is None else self.fields) | stage.fields
