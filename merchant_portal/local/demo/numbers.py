"""Numbers that pass every check digit and that nobody can have: they belong to places that do not exist."""

from onboarding.identifiers import InvalidIdentifier, cn, ru

NOWHERE_CN, NOWHERE_RU = "990000", "00"  # no province of GB/T 2260, no region of the Russian tax service


def uscc(number: int, *, individual: bool = False) -> str:
    """Returns a unified social credit code, with the organisation code in it right as well."""
    organisation = f"MA9{number:05d}"
    total = sum(int(sign, 36) * weight for sign, weight in zip(organisation, cn.ORGANISATION_WEIGHTS, strict=True))
    organisation += cn.ORGANISATION_DIGITS[total % 11]
    first = ("92" if individual else "91") + NOWHERE_CN + organisation
    return first + cn.check_digit(first)


def ogrn(number: int) -> str:
    """Returns the ОГРН of a company."""
    return _ending(f"123{NOWHERE_RU}{number:07d}", 1, ru.ogrn)


def ogrnip(number: int) -> str:
    """Returns the ОГРНИП of a sole trader."""
    return _ending(f"323{NOWHERE_RU}{number:09d}", 1, ru.ogrnip)


def inn(number: int, *, person: bool = False) -> str:
    """Returns the ИНН of a company, or of a person."""
    if person:
        return _ending(f"{NOWHERE_RU}{number:08d}", 2, ru.inn_of_person)
    return _ending(f"{NOWHERE_RU}{number:07d}", 1, ru.inn_of_company)


def _ending(first: str, digits: int, check) -> str:
    """Returns `first` with the check digits that `check` lets pass."""
    for last in range(10**digits):
        try:
            return check(f"{first}{last:0{digits}d}")
        except InvalidIdentifier:
            continue
    raise ValueError(f"no check digits make {first} right")
