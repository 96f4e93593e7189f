"""What a place is: a page in one of its states."""

from collections.abc import Callable
from typing import NamedTuple

from tests.browser.world import World


class Place(NamedTuple):
    """One page in one state: `name` is page and state, `who` a member of the cast, `do` what is done there first."""

    name: str
    path: str | Callable[[World], str]
    who: str = "stranger"
    do: Callable | None = None
    status: int = 200

    @property
    def page(self) -> str:
        return self.name.partition(".")[0]

    @property
    def state(self) -> str:
        return self.name.partition(".")[2]

    @property
    def is_error(self) -> bool:
        """Says whether a form was refused here."""
        return self.state.startswith("errors")

    @property
    def is_console(self) -> bool:
        """Says whether this is a page of Django admin, with its own frame."""
        return self.who == "lead"

    @property
    def is_staff(self) -> bool:
        """Says whether only staff come here: they sit at desks."""
        return self.is_console or self.page.startswith("staff")
