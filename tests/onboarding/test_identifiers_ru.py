import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.ru import inn

from onboarding import identifiers
from onboarding.identifiers import ru
from tests.onboarding.numbers import check

COMPANY, SOLE_TRADER = "company", "sole_trader"


def digits(count):
    return st.text("0123456789", min_size=count, max_size=count)


@pytest.mark.parametrize(
    "form, name, typed, kept",
    [
        (COMPANY, "tax_number", "1234567894", "1234567894"),
        (COMPANY, "tax_number", " 12-3456 7894", "1234567894"),
        (SOLE_TRADER, "tax_number", "123456789047", "123456789047"),
        ("self_employed", "tax_number", "123456789047", "123456789047"),
        (COMPANY, "registration_number", "1022200525819", "1022200525819"),
        (SOLE_TRADER, "registration_number", "385768585948949", "385768585948949"),
        (COMPANY, "kpp", "770801001", "770801001"),
        (COMPANY, "kpp", "7708АВ001", "7708AB001"),  # Cyrillic letters; the office may give letters there
    ],
)
def test_published_samples_pass_however_they_are_typed(form, name, typed, kept):
    assert check("RU", form, typed, name) == kept


@pytest.mark.parametrize(
    "form, name, text, expected",
    [
        (COMPANY, "tax_number", "1234567895", "looks wrong"),
        (COMPANY, "tax_number", "123456789047", "is a person's"),
        (COMPANY, "tax_number", "12345678ab", "only contain digits"),
        (COMPANY, "tax_number", "123456789", "Enter 10 digits. You entered 9"),
        (COMPANY, "tax_number", "0000000000", "looks wrong"),
        (SOLE_TRADER, "tax_number", "1234567894", "belongs to a company"),
        (SOLE_TRADER, "tax_number", "123456789048", "looks wrong"),
        (SOLE_TRADER, "tax_number", "123456789057", "looks wrong"),
        (COMPANY, "registration_number", "1022200525818", "looks wrong"),
        (COMPANY, "registration_number", "0022200525819", "looks wrong"),
        (COMPANY, "registration_number", "385768585948949", "another legal form"),
        (COMPANY, "registration_number", "385768585948948", "Enter 13 digits. You entered 15"),
        (SOLE_TRADER, "registration_number", "385768585948948", "looks wrong"),
        (SOLE_TRADER, "registration_number", "185768585948949", "looks wrong"),
        (SOLE_TRADER, "registration_number", "1022200525819", "another legal form"),
        (COMPANY, "kpp", "77080100", "Enter 9 digits. You entered 8"),
        (COMPANY, "kpp", "AB0801001", "only contain digits"),
    ],
)
def test_each_fault_has_its_own_sentence(form, name, text, expected):
    with pytest.raises(identifiers.InvalidIdentifier, match=expected):
        check("RU", form, text, name)


def test_a_self_employed_person_has_no_register_number():
    assert [number.name for number in identifiers.of("RU", "self_employed")] == ["tax_number"]


def test_only_a_company_has_a_kpp():
    for form, has in ((COMPANY, True), (SOLE_TRADER, False), ("self_employed", False)):
        assert ("kpp" in [number.name for number in identifiers.of("RU", form)]) is has


@given(digits(13).map("3".__add__))
def test_of_a_rest_of_two_digits_the_last_one_counts(first):
    rest = int(first) % 13  # 10 to 12 too: such numbers are given out
    assert ru.ogrnip(f"{first}{rest % 10}")


@given(digits(9))
def test_the_library_agrees_on_companies(first):
    number = first + inn.calc_company_check_digit(first)
    assert not number.strip("0") or ru.inn_of_company(number) == number


@given(digits(10))
def test_the_library_agrees_on_persons(first):
    number = first + inn.calc_personal_check_digits(first)
    assert not number.strip("0") or ru.inn_of_person(number) == number


@given(digits(12).filter(lambda text: text[0] != "0"), st.integers(1, 12), st.sampled_from("0123456789"))
def test_a_changed_digit_of_a_register_number_is_caught_unless_the_rest_was_ten(first, place, digit):
    number = f"{first}{int(first) % 11 % 10}"
    changed = number[:place] + digit + number[place + 1 :]
    if changed != number and int(first) % 11 != 10 and int(changed[:-1]) % 11 != 10:
        with pytest.raises(identifiers.InvalidIdentifier, match="looks wrong"):
            ru.ogrn(changed)
