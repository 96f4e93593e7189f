"""A number as it is typed into the company profile."""

from onboarding import identifiers


def field(country: str, form: str, name: str = "registration_number") -> identifiers.Identifier:
    """Returns a number field of a country and legal form."""
    return {number.name: number for number in identifiers.of(country, form)}[name]


def check(country: str, form: str, text: str, name: str = "registration_number") -> str:
    """Returns `text` as it is kept. Raises InvalidIdentifier."""
    return identifiers.check(field(country, form, name), text)
