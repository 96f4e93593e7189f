"""Country and legal form → what is asked for. The rules are rows; the conditions they name are code."""

from collections.abc import Callable, Mapping

from onboarding import identifiers
from onboarding.models import DocumentRule

ANY_COUNTRY = "*"
TRANSLATED = ("en", "ru")  # licences in these need no translation

CONDITIONS: dict[str, Callable[[Mapping], bool]] = {
    "licence_language_other": lambda answers: answers.get("licence_language", "") not in ("", *TRANSLATED),
    "applicant_not_representative": lambda answers: answers.get("applicant_is_representative") == "no",
    "number_not_uscc": lambda answers: (
        bool(answers.get("registration_number")) and not identifiers.is_uscc(answers["registration_number"])
    ),
}


def rules_for(country: str, legal_form: str) -> list[DocumentRule]:
    """Returns every rule of this country and legal form, or those for any country where it has none of its own."""
    for which in (country, ANY_COUNTRY):
        rules = list(DocumentRule.objects.filter(country=which, legal_form=legal_form).order_by("position", "pk"))
        if rules:
            return rules
    return []


def documents_needed(answers: Mapping) -> list[DocumentRule]:
    """Returns the rules that hold for a company profile, the optional ones too; none without country and form."""
    rules = rules_for(answers.get("country", ""), answers.get("legal_form", ""))
    return [rule for rule in rules if not rule.condition or CONDITIONS[rule.condition](answers)]


def legal_forms_of(country: str) -> list[str]:
    """Returns the legal forms that have rules in this country, in the catalogue's order."""
    for which in (country, ANY_COUNTRY):
        forms = (
            DocumentRule.objects.filter(country=which).order_by("position", "pk").values_list("legal_form", flat=True)
        )
        if forms:
            return list(dict.fromkeys(forms))
    return []
