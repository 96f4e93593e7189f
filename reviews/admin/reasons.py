"""Which reasons the page offers beside a field of the profile."""

# What a reason of the profile is about, by the beginning of its code. One that is not listed is offered everywhere.
ABOUT = {
    "number.": ("registration_number", "tax_number", "kpp", "legal_form"),
    "name.company": ("legal_name", "legal_name_latin"),
    "name.not_translated": ("legal_name", "legal_name_latin"),
    "name.person": ("representative_name",),
    "address.": ("region", "city", "address", "postal_code"),
    "representative.": ("representative_name", "representative_role", "applicant_is_representative"),
    "country.": ("country",),
    "goods.": ("goods",),
    "registry.": ("registration_number", "legal_name"),
    "duplicate.": ("registration_number",),
}


def reasons_of_field(reasons: list[tuple[str, str]], field) -> list[tuple[str, str]]:
    """Returns those of `reasons`, codes with their wordings, that fit a field; all if none fits."""

    def fits(code):
        known = [fields for start, fields in ABOUT.items() if code.startswith(start)]
        return not known or any(field.name in fields for fields in known)

    return [pair for pair in reasons if fits(pair[0])] or reasons
