"""Russia: ИНН, ОГРН, ОГРНИП and КПП."""

import re

from django.utils.translation import gettext_lazy as _

from onboarding.identifiers.base import Identifier, InvalidIdentifier, digits_only, mistyped, other_form

OGRN_LENGTH, OGRNIP_LENGTH = 13, 15
KPP = re.compile(r"\d{4}[0-9A-Z]{2}\d{3}", re.ASCII)  # tax service order ММВ-7-6/435@ of 2012-06-29
INN_COMPANY = ((2, 4, 10, 3, 5, 9, 4, 6, 8),)
INN_PERSON = ((7, 2, 4, 10, 3, 5, 9, 4, 6, 8), (3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8))


def _inn_is_right(text: str, rows: tuple[tuple[int, ...], ...]) -> bool:
    for weights in rows:
        place = len(weights)
        total = sum(int(sign) * weight for sign, weight in zip(text, weights, strict=False))
        if total % 11 % 10 != int(text[place]):
            return False
    return True


def inn_of_company(text: str) -> str:
    """Returns the ИНН of a company, 10 digits. Raises InvalidIdentifier; 12 digits are a person's."""
    if len(text) == 12 and text.isascii() and text.isdigit():
        raise InvalidIdentifier(
            _("A 12-digit INN (ИНН) is a person's. Choose another legal form above, or enter the company's INN.")
        )
    digits_only(text, 10)
    if not _inn_is_right(text, INN_COMPANY):
        raise mistyped()
    return text


def inn_of_person(text: str) -> str:
    """Returns the ИНН of a person, 12 digits. Raises InvalidIdentifier; 10 digits are a company's."""
    if len(text) == 10 and text.isascii() and text.isdigit():
        raise InvalidIdentifier(
            _("A 10-digit INN (ИНН) belongs to a company. Choose that legal form above, or enter the person's INN.")
        )
    digits_only(text, 12)
    if not _inn_is_right(text, INN_PERSON):
        raise mistyped()
    return text


def ogrn(text: str) -> str:
    """Returns the ОГРН of a company: 13 digits, the last is the rest of the others by 11. Raises InvalidIdentifier."""
    if len(text) == OGRNIP_LENGTH and _ends_right(text, 13):
        raise other_form()
    digits_only(text, OGRN_LENGTH)
    if text[0] == "0" or not _ends_right(text, 11):
        raise mistyped()
    return text


def ogrnip(text: str) -> str:
    """Returns the ОГРНИП of a sole trader: 15 digits, the last is the last digit of the rest by 13.

    Raises InvalidIdentifier.
    """
    if len(text) == OGRN_LENGTH and _ends_right(text, 11):
        raise other_form()
    digits_only(text, OGRNIP_LENGTH)
    if text[0] not in "34" or not _ends_right(text, 13):
        raise mistyped()
    return text


def _ends_right(text: str, divisor: int) -> bool:
    """Returns whether the last digit is the last digit of the rest of the others by `divisor`."""
    return text.isascii() and text.isdigit() and int(text[:-1]) % divisor % 10 == int(text[-1])


def kpp(text: str) -> str:
    """Returns the КПП: 9 digits, where the fifth and sixth may be letters; no check digit. Raises InvalidIdentifier."""
    return text if KPP.fullmatch(text) else digits_only(text, 9)


def of(legal_form: str) -> list[Identifier]:
    """Returns the number fields of a Russian business. A self-employed person has no register number."""
    no_inn = _("Enter the INN (ИНН)")
    if legal_form == "company":
        return [
            Identifier("registration_number", _("OGRN (ОГРН)"), _("13 digits"), _("Enter the OGRN (ОГРН)"), ogrn),
            Identifier("tax_number", _("INN (ИНН)"), _("10 digits"), no_inn, inn_of_company),
            Identifier("kpp", _("KPP (КПП)"), _("9 digits"), _("Enter the KPP (КПП)"), kpp),
        ]
    tax = Identifier("tax_number", _("INN (ИНН)"), _("12 digits"), no_inn, inn_of_person)
    if legal_form == "self_employed":
        return [tax]
    empty = _("Enter the OGRNIP (ОГРНИП)")
    return [Identifier("registration_number", _("OGRNIP (ОГРНИП)"), _("15 digits"), empty, ogrnip), tax]
