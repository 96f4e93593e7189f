"""Which country is in which file."""

from onboarding.identifiers import cn, other, ru
from onboarding.identifiers.base import Identifier, normalised

COUNTRIES = {"CN": cn, "RU": ru}


def of(country: str, legal_form: str) -> list[Identifier]:
    """Returns the number fields that this country and legal form have, in their order."""
    return COUNTRIES.get(country, other).of(legal_form)


def check(identifier: Identifier, text: str) -> str:
    """Returns `text` as it is kept and compared. Raises InvalidIdentifier with a sentence that says what is wrong."""
    return identifier.check(normalised(text))


def doubt(identifier: Identifier, text: str) -> str:
    """Returns what staff should look at in `text` although it passed its check, nothing for most numbers."""
    return identifier.doubt(normalised(text))


def is_uscc(text: str) -> bool:
    """Returns whether `text` is a Chinese unified social credit code."""
    return cn.is_uscc(normalised(text))
