"""Every other country: the shape only."""

import re

from django.utils.translation import gettext_lazy as _

from onboarding.identifiers.base import Identifier, InvalidIdentifier

SHORTEST, LONGEST = 4, 30  # characters


def shape(text: str) -> str:
    """Returns a number of 4 to 30 letters and digits. Raises InvalidIdentifier."""
    if not re.fullmatch(r"[0-9A-Z]+", text):
        raise InvalidIdentifier(_("This number can only contain letters and digits. Remove other characters."))
    if not SHORTEST <= len(text) <= LONGEST:
        raise InvalidIdentifier(
            _("Enter between %(shortest)s and %(longest)s characters. You entered %(given)s.")
            % {"shortest": SHORTEST, "longest": LONGEST, "given": len(text)}
        )
    return text


def of(legal_form: str) -> list[Identifier]:
    """Returns the number fields of a business whose country has no rules here."""
    return [
        Identifier(
            "registration_number",
            _("Registration number"),
            _("As shown in the register"),
            _("Enter the registration number"),
            shape,
        ),
        Identifier(
            "tax_number", _("Tax number"), _("As shown on the tax certificate"), _("Enter the tax number"), shape
        ),
    ]
