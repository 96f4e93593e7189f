"""The reference of a message as people read it out: "R-000123" for row 123."""

import re


def written(reference: int) -> str:
    """Returns the id of the row that a message is about, as pages show it."""
    return f"R-{reference:06}"


def typed(text: str) -> str:
    """Returns the id of a written reference; any other text as it is."""
    return re.sub(r"^R-0*(\d+)$", r"\1", text.strip(), flags=re.IGNORECASE)
