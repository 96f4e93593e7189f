"""What an applicant has to do, and which facts the company profile asks for.

One description serves every page that lists it: the form, the task list, the check page and the case page.
"""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_countries import countries

from onboarding import identifiers
from onboarding.models.names import NAME_MAX

NUMBER_LENGTH = 40
LEGAL_FORMS = {
    "company": pgettext_lazy("legal form", "Company"),
    "individual": _("Individual business (个体工商户)"),
    "sole_trader": _("Sole trader"),
    "self_employed": _("Self-employed person"),
}
PERSONS = ("individual", "sole_trader", "self_employed")  # the business is a person
YES_NO = (("yes", _("Yes")), ("no", _("No")))
LICENCE_LANGUAGES = (("zh", _("Chinese")), ("en", _("English")), ("ru", _("Russian")), ("other", _("Another language")))
OWN_SCRIPT = ("CN", "HK", "RU", "BY", "KZ")  # names there are not written in Latin letters


class Section(Enum):
    """The groups that fields are shown in, on every page alike."""

    COMPANY = "company"
    REPRESENTATIVE = "representative"
    ADDRESS = "address"

    @property
    def title(self) -> str:
        return {
            Section.COMPANY: _("Company"),
            Section.REPRESENTATIVE: _("Representative"),
            Section.ADDRESS: _("Address and goods"),
        }[self]


class FieldType(Enum):
    """How a field is typed."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    COUNTRY = "country"
    CHOICE = "choice"
    LINK = "link"
    NUMBER = "number"


@dataclass(frozen=True)
class Field:
    """One fact about the company."""

    name: str
    label: str  # the question on the form
    section: Section
    kind: FieldType = FieldType.TEXT
    hint: str = ""
    empty: str = ""  # what to do when nothing was entered
    fact: str = ""  # the name of the answer, where the label is a question
    required: bool = True
    max_length: int = 200
    width: str = "medium"
    autocomplete: str = "off"
    choices: tuple = ()
    identifier: identifiers.Identifier | None = None

    @property
    def title(self) -> str:
        """Returns what the answer is called away from the form."""
        return self.fact or self.label


FIRST = (
    Field(
        "country", _("Country of registration"), Section.COMPANY, FieldType.COUNTRY,
        empty=_("Choose the country of registration"), autocomplete="country",
    ),
    Field("legal_form", _("Legal form"), Section.COMPANY, FieldType.CHOICE, empty=_("Choose the legal form")),
)  # fmt: skip


def fields_for(country: str, legal_form: str) -> list[Field]:
    """Returns the fields that this country and legal form ask for; without them the two that decide the rest."""
    if not country or not legal_form:
        return list(FIRST)
    return [*FIRST, *_company(country, legal_form), *_representative(country, legal_form), *_address()]


def _company(country: str, legal_form: str) -> list[Field]:
    asked = [
        Field(
            "legal_name",
            _("Full legal name"),
            Section.COMPANY,
            hint=_("Exactly as shown on the licence or in the register"),
            empty=_("Enter the full legal name"),
            max_length=NAME_MAX,
            width="long",
            autocomplete="organization",
        )
    ]
    if country in OWN_SCRIPT:
        asked.append(
            Field(
                "legal_name_latin",
                _("Name in Latin letters"),
                Section.COMPANY,
                hint=_("As used in contracts. Translate the name instead of writing all of it in pinyin."),
                max_length=NAME_MAX,
                required=False,
                width="long",
            )
        )
    asked += _numbers(country, legal_form)
    if country == "CN":
        hint = _("If it isn't English or Russian, we'll ask for a translation")
        asked.append(
            Field(
                "licence_language", _("Language of the licence"), Section.COMPANY, FieldType.CHOICE, hint,
                empty=_("Choose the language of the licence"), choices=LICENCE_LANGUAGES,
            )
        )  # fmt: skip
    return asked


def _numbers(country: str, legal_form: str) -> list[Field]:
    return [
        Field(
            number.name,
            number.label,
            Section.COMPANY,
            FieldType.NUMBER,
            hint=number.hint,
            empty=number.empty,
            required=number.required,
            max_length=NUMBER_LENGTH,
            identifier=number,
        )
        for number in identifiers.of(country, legal_form)
    ]


def _representative(country: str, legal_form: str) -> list[Field]:
    is_person = legal_form in PERSONS
    label = _("Name of the owner") if is_person else _("Legal representative")
    empty = _("Enter the name of the owner") if is_person else _("Enter the name of the legal representative")
    asked = [
        Field(
            "representative_name", label, Section.REPRESENTATIVE,
            hint=_("As shown on the identity document"), empty=empty, autocomplete="name", max_length=150,
        )
    ]  # fmt: skip
    if not is_person:
        asked += [
            Field(
                "representative_role", _("Position"), Section.REPRESENTATIVE,
                hint=_("For example, executive director"), empty=_("Enter the position of the representative"),
                autocomplete="organization-title", max_length=100,
            ),
            Field(
                "applicant_is_representative", _("Are you the legal representative?"), Section.REPRESENTATIVE,
                FieldType.CHOICE, hint=_("If you aren't, we'll ask for a power of attorney"),
                empty=_("Choose whether you are the legal representative"), choices=YES_NO,
                fact=_("Applicant is the representative"),
            ),
        ]  # fmt: skip
    return asked


def _address() -> list[Field]:
    region = {"section": Section.ADDRESS, "required": False, "max_length": 100}
    return [
        Field("region", _("Region or province"), autocomplete="address-level1", **region),
        Field(
            "city", _("City"), Section.ADDRESS, empty=_("Enter the city"), autocomplete="address-level2",
            max_length=100,
        ),
        Field(
            "address", _("Street and number"), Section.ADDRESS, FieldType.LONG_TEXT, _("As shown on the licence"),
            empty=_("Enter the street and number"), autocomplete="street-address", max_length=300, width="long",
        ),
        Field("postal_code", _("Postal code"), autocomplete="postal-code", width="short", **region),
        Field(
            "website", _("Website"), Section.ADDRESS, FieldType.LINK, required=False, autocomplete="url", width="long"
        ),
        Field(
            "goods", _("What do you want to sell?"), Section.ADDRESS, FieldType.LONG_TEXT, _("A sentence is enough"),
            empty=_("Describe what you want to sell"), fact=_("Goods"), max_length=300, width="long",
        ),
    ]  # fmt: skip


FIELD_NAMES = frozenset(
    field.name for country in ("CN", "RU", "") for form in LEGAL_FORMS for field in fields_for(country or "DE", form)
)


def fields_of(answers: Mapping) -> list[Field]:
    """Returns the fields that these answers call for."""
    return fields_for(answers.get("country", ""), answers.get("legal_form", ""))


def missing_fields(answers: Mapping) -> list[Field]:
    """Returns the required fields that have no answer yet, and numbers that do not fit country and form any more."""
    return [field for field in fields_of(answers) if _is_missing(field, answers.get(field.name, ""))]


def _is_missing(field: Field, answer: str) -> bool:
    if not answer or field.identifier is None:
        return field.required and not answer
    try:
        identifiers.check(field.identifier, answer)
    except identifiers.InvalidIdentifier:
        return True
    return False


def shown(field: Field, answers: Mapping) -> str:
    """Returns an answer as people read it: the words of a choice, the name of a country."""
    value = answers.get(field.name, "")
    if field.name == "legal_form":
        return str(LEGAL_FORMS.get(value, value))
    if field.kind is FieldType.COUNTRY:
        return countries.name(value) or value
    return str(dict(field.choices).get(value, value))


def named_countries(codes: Iterable[str]) -> list[tuple[str, str]]:
    """Returns `codes` with their names in the active language, in the order of its readers."""
    return sorted(((code, countries.name(code)) for code in codes), key=lambda choice: _alphabetical(choice[1]))


def _alphabetical(name: str) -> bytes:
    """Returns the sort key of a name: Latin and Cyrillic by letter, Chinese by pinyin, the order of GB 2312."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).encode("gb18030")
