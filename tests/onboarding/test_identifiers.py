import pytest
from hypothesis import given
from hypothesis import strategies as st

from onboarding import identifiers
from tests.onboarding.numbers import check

EVERYWHERE = [("CN", "company"), ("RU", "company"), ("RU", "sole_trader"), ("FR", "company")]


@pytest.mark.parametrize("country", ["DE", "TR", "KZ", "BY", "HK"])
def test_a_country_without_rules_here_has_the_shape_only(country):
    assert check(country, "company", "HRB-12345") == "HRB12345"
    assert [number.name for number in identifiers.of(country, "company")] == ["registration_number", "tax_number"]


@pytest.mark.parametrize(
    "text, expected", [("x" * 31, "between 4 and 30"), ("1-2", "You entered 2"), ("a#b$", "letters and")]
)
def test_a_shape_that_cannot_be_is_reported(text, expected):
    with pytest.raises(identifiers.InvalidIdentifier, match=expected):
        check("DE", "company", text)


def test_every_number_has_a_label_and_a_hint():
    for country, form in EVERYWHERE:
        for number in identifiers.of(country, form):
            assert str(number.label) and str(number.hint)


@given(st.text(max_size=60))
def test_any_text_is_a_fault_or_is_kept_and_reads_the_same_again(text):
    for country, form in EVERYWHERE:
        for number in identifiers.of(country, form):
            assert isinstance(str(identifiers.doubt(number, text)), str)
            try:
                kept = identifiers.check(number, text)
            except identifiers.InvalidIdentifier:
                continue
            assert identifiers.check(number, kept) == kept
