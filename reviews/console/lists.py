"""From which list of the queue a person came: carried along in addresses, so that the way back leads there."""

import re

from django.http import QueryDict
from django.urls import reverse
from django.utils.http import urlencode

from reviews.forms import QueueForm

TABS = ("unassigned", "mine", "waiting", "overdue", "today", "missing", "all")
LONGEST, MOST = 3000, 10  # characters and fields of such a query
CURSOR = re.compile(r"[0-9.]{1,60}")


def read(text: str) -> dict[str, str]:
    """Returns the tab, the filters and the place that `text`, the query of a list, names; anything else is dropped."""
    given = QueryDict("&".join(text[:LONGEST].split("&")[:MOST]))
    tab, after = given.get("tab", ""), given.get("after", "")
    kept = {"tab": tab if tab in TABS else ""} | QueueForm(given).wanted()
    return {name: value for name, value in kept.items() if value} | (
        {"after": after} if CURSOR.fullmatch(after) else {}
    )


def address_of(text: str) -> str:
    """Returns the address of the list whose query is `text`. It is always a page of the queue."""
    return reverse("admin:reviews_case_changelist", query=read(text) or None)


def carried(text: str) -> dict[str, str]:
    """Returns what an address must carry so that the way back leads to the list whose query is `text`."""
    kept = urlencode(read(text))
    return {"list": kept} if kept else {}


def claim_next_address(text: str) -> str:
    """Returns where the next case is claimed, from the list whose query is `text`."""
    return reverse("admin:reviews_case_claim_next", query=carried(text) or None)
