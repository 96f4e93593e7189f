from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from merchant_portal.forms import TextField
from onboarding import catalogue, identifiers, steps
from onboarding.steps import FieldType

FIRST_COUNTRIES = ("CN", "HK", "RU", "KZ", "BY", "TR")  # where most merchants come from


def country_choices() -> list[tuple[str, str]]:
    """Returns the countries that are admitted, the frequent ones first, named in the active language."""
    named = dict(steps.named_countries(set(countries.countries) - set(settings.REFUSED_COUNTRIES)))
    first = [(code, named.pop(code)) for code in FIRST_COUNTRIES if code in named]
    return [("", _("Choose")), *first, *named.items()]


class CompanyForm(forms.Form):
    """The fields follow the country and the legal form. With `save` it may have gaps, but no wrong facts."""

    shown_for = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data=None, *, open_fields, initial, **kwargs):
        super().__init__(data, initial=initial, **kwargs)
        self.known = initial
        chosen = {
            name: (data if data and name in open_fields else initial).get(name, initial.get(name, ""))
            for name in ("country", "legal_form")
        }
        self.country = chosen["country"] = chosen["country"] if chosen["country"] in countries.countries else ""
        if chosen["legal_form"] not in catalogue.legal_forms_of(self.country):
            chosen["legal_form"] = ""
        self.described = steps.fields_for(self.country, chosen["legal_form"])
        self.initial["shown_for"] = self._shown_for = f"{chosen['country']}/{chosen['legal_form']}"
        for field in self.described:
            if field.name in open_fields:
                self.fields[field.name] = self._made(field)

    @property
    def is_for_other_fields(self) -> bool:
        """Returns whether the country or the form was changed on the page: its fields are then others."""
        return "refresh" in self.data or self.data.get("shown_for") != self._shown_for

    @property
    def only_first(self) -> bool:
        return len(self.described) == len(steps.FIRST)

    def _made(self, field: steps.Field) -> forms.Field:
        required = field.required and "save" not in self.data
        common = {"label": field.label, "help_text": field.hint, "required": required}
        if field.name == "legal_form":
            forms_here = catalogue.legal_forms_of(self.country) if self.country else list(steps.LEGAL_FORMS)
            choices = [("", _("Choose")), *((form, steps.LEGAL_FORMS[form]) for form in forms_here)]
            return self._choice(choices, field, common)
        if field.kind is FieldType.COUNTRY:
            return self._choice(country_choices(), field, common)
        if field.kind is FieldType.CHOICE:
            return self._choice([("", _("Choose")), *field.choices], field, common)
        attrs = {"autocomplete": field.autocomplete}
        if field.kind is FieldType.NUMBER:
            attrs |= {"spellcheck": "false", "autocapitalize": "characters"}
        widget = forms.Textarea({"rows": 3, **attrs}) if field.kind is FieldType.LONG_TEXT else forms.TextInput(attrs)
        return TextField(**common, empty=field.empty, max_length=field.max_length, width=field.width, widget=widget)

    @staticmethod
    def _choice(choices, field, common):
        made = forms.ChoiceField(choices=choices, **common)
        made.widget.attrs["autocomplete"] = field.autocomplete
        made.error_messages["required"] = field.empty
        made.width = "medium"
        return made

    def clean(self):
        cleaned = super().clean()
        for field in self.described:
            value = cleaned.get(field.name)
            if value and field.identifier is not None:
                self._check_number(field, value)
            elif value and field.kind is FieldType.LINK:
                self._check_link(field, value)
        return cleaned

    def _check_number(self, field, value):
        try:
            self.cleaned_data[field.name] = identifiers.check(field.identifier, value)
        except identifiers.InvalidIdentifier as fault:
            self.add_error(field.name, ValidationError(str(fault), code="number"))

    def _check_link(self, field, value):
        link = value if "://" in value else f"https://{value}"
        try:
            self.cleaned_data[field.name] = forms.URLField(assume_scheme="https").clean(link)
        except ValidationError:
            self.add_error(
                field.name, ValidationError(_("Enter a web address, like https://company.example"), code="link")
            )

    def answers(self) -> dict:
        """Returns the facts as they are kept, by field name; what this country and form do not ask for is emptied."""
        asked = {field.name for field in self.described}
        kept = {name: self.cleaned_data[name] for name in asked & set(self.cleaned_data)}
        return kept | {name: "" for name in steps.FIELD_NAMES - asked if self.known.get(name)}

    def as_typed(self) -> dict:
        """Returns the values of the fields, to be shown in other ones."""
        return self.known | {name: value for name, value in self.data.items() if name in steps.FIELD_NAMES}

    def sections(self) -> list[dict]:
        """Returns the fields by section, as the page shows them."""
        grouped: dict[steps.Section, list] = {}
        for field in self.described:
            if field.name in self.fields:
                grouped.setdefault(field.section, []).append(self[field.name])
        return [{"title": section.title, "fields": fields} for section, fields in grouped.items()]
