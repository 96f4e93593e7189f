"""China: the unified social credit code (统一社会信用代码), GB 32100-2015."""

import re

from django.utils.translation import gettext_lazy as _

from onboarding.identifiers.base import Identifier, InvalidIdentifier, mistyped, other_form

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # without I O S V Z
WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
LENGTH = 18
# The code holds the organisation code of GB 11714, with a check digit of its own.
ORGANISATION = slice(8, 17)
ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
ORGANISATION_DIGITS = "0X987654321"  # by the sum's rest of 11
# The first two signs tell the kind of entity; others than these exist and are not ours to judge.
KIND_OF_FORM = {"company": "91", "individual": "92"}
FORM_OF_KIND = {kind: form for form, kind in KIND_OF_FORM.items()}


def check_digit(first: str) -> str:
    """Returns the 18th sign for the first 17: (31 − Σ value × weight mod 31) mod 31."""
    total = sum(ALPHABET.index(sign) * weight for sign, weight in zip(first, WEIGHTS, strict=True))
    return ALPHABET[(31 - total % 31) % 31]


def is_uscc(text: str) -> bool:
    """Returns whether `text`, normalised, is a unified social credit code with its check digit right."""
    shape = len(text) == LENGTH and all(sign in ALPHABET for sign in text) and bool(text.strip("0"))
    return shape and check_digit(text[:-1]) == text[-1]


def organisation_doubt(text: str) -> str:
    """Returns what is odd about the organisation code inside a right code, nothing if it is as it should be.

    Some that were given out are wrong in the register itself, so this refuses nobody.
    """
    if not is_uscc(text):
        return ""
    code = text[ORGANISATION]
    total = sum(int(sign, 36) * weight for sign, weight in zip(code[:-1], ORGANISATION_WEIGHTS, strict=True))
    if code[-1] == ORGANISATION_DIGITS[total % 11]:
        return ""
    return str(mistyped())


def _uscc(legal_form: str):
    def check(text: str) -> str:
        if len(text) != LENGTH:
            raise InvalidIdentifier(_("Enter 18 characters. You entered %(given)s.") % {"given": len(text)})
        if not re.fullmatch(f"[{ALPHABET}]+", text):
            raise InvalidIdentifier(_("The code can only contain digits and capital letters, except I, O, S, V and Z."))
        if not is_uscc(text):
            raise mistyped()
        kind = FORM_OF_KIND.get(text[:2], legal_form)
        if kind != legal_form:
            raise other_form()
        return text

    return check


def of(legal_form: str) -> list[Identifier]:
    """Returns the number fields of a Chinese business."""
    return [
        Identifier(
            "registration_number",
            _("Unified social credit code (统一社会信用代码)"),
            _("18 characters, as shown on the licence"),
            _("Enter the unified social credit code"),
            _uscc(legal_form),
            doubt=organisation_doubt,
        )
    ]
