"""What an identifier is, and how it is read before it is checked."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from merchant_portal.cleaning import clean

# Cyrillic letters that look like Latin ones: people type them without noticing.
LOOK_ALIKES = str.maketrans("АВЕКМНОРСТУХІЈЅ", "ABEKMHOPCTYXIJS")
IGNORED = re.compile(r"[\s‐-―−./-]")


class InvalidIdentifier(ValueError):
    """The number cannot be right; the text says why and what to do."""


@dataclass(frozen=True)
class Identifier:
    """One number field of a country and legal form."""

    name: str  # the field: registration_number, tax_number, kpp
    label: str
    hint: str
    empty: str  # what to do when nothing was entered
    check: Callable[[str], str]  # takes the normalised text, returns it; raises Fault
    required: bool = True
    doubt: Callable[[str], str] = lambda text: ""  # what staff should look at in a right number


def normalised(text: str) -> str:
    """Returns `text` as numbers are compared: half-width, upper case, Latin look-alikes, nothing between the signs.

    Invisible characters go too: numbers copied out of chats and PDFs carry them, and nobody sees why they are refused.
    """
    return IGNORED.sub("", clean(text).upper().translate(LOOK_ALIKES))


def mistyped() -> InvalidIdentifier:
    """Returns the fault of a wrong check digit."""
    return InvalidIdentifier(_("One character looks wrong. Check the number against the document."))


def other_form() -> InvalidIdentifier:
    """Returns the fault of a right number that belongs to another legal form."""
    return InvalidIdentifier(
        _("This number belongs to another legal form. Choose that legal form above. We'll keep your answers.")
    )


def digits_only(text: str, *lengths: int) -> str:
    """Returns `text` if it has digits only, as many as one of `lengths`. Raises InvalidIdentifier."""
    if not re.fullmatch(r"[0-9]+", text):
        raise InvalidIdentifier(_("This number can only contain digits. Remove letters and other characters."))
    if len(text) not in lengths:
        wanted = " / ".join(str(length) for length in lengths)
        raise InvalidIdentifier(
            _("Enter %(wanted)s digits. You entered %(given)s.") % {"wanted": wanted, "given": len(text)}
        )
    if not text.strip("0"):
        raise mistyped()  # only zeros: every check digit would be right
    return text
