import pytest
from hypothesis import given
from hypothesis import strategies as st

from onboarding import identifiers
from onboarding.identifiers import cn


def check(country, form, name, text):
    found = {number.name: number for number in identifiers.of(country, form)}
    return identifiers.check(found[name], text)


GOOD = [
    ("CN", "company", "registration_number", "91110000600037341L"),
    ("CN", "company", "registration_number", " 91110000-6000 37341l "),
    ("CN", "company", "registration_number", "９１１１００００６０００３７３４１Ｌ"),
    ("RU", "company", "tax_number", "1234567894"),
    ("RU", "sole_trader", "tax_number", "123456789047"),
    ("RU", "company", "registration_number", "1022200525819"),
    ("RU", "sole_trader", "registration_number", "385768585948949"),
    ("RU", "company", "kpp", "770801001"),
    ("DE", "company", "registration_number", "HRB 12345"),
]


@pytest.mark.parametrize("country, form, name, text", GOOD)
def test_published_samples_pass_however_they_are_typed(country, form, name, text):
    assert check(country, form, name, text)


@pytest.mark.parametrize(
    "country, form, name, text, said",
    [
        ("CN", "company", "registration_number", "91110000600037342L", "mistyped"),
        ("CN", "company", "registration_number", "9111000060003734", "18 characters, here are 16"),
        ("CN", "company", "registration_number", "9111000060003734IL", "never I"),
        ("CN", "individual", "registration_number", "91110000600037341L", "another legal form"),
        ("RU", "company", "tax_number", "1234567895", "mistyped"),
        ("RU", "company", "tax_number", "123456789047", "belongs to a person"),
        ("RU", "sole_trader", "tax_number", "1234567894", "belongs to a company"),
        ("RU", "company", "registration_number", "1022200525818", "mistyped"),
        ("RU", "company", "registration_number", "0022200525819", "mistyped"),
        ("RU", "sole_trader", "registration_number", "185768585948949", "mistyped"),
        ("RU", "company", "kpp", "77080100", "9 digits, here are 8"),
        ("RU", "company", "tax_number", "12345678ab", "digits only"),
        ("DE", "company", "registration_number", "x" * 31, "between 4 and 30"),
        ("DE", "company", "registration_number", "a#b$", "letters and digits"),
    ],
)
def test_each_fault_has_its_own_sentence(country, form, name, text, said):
    with pytest.raises(identifiers.Fault, match=said):
        check(country, form, name, text)


def test_cyrillic_letters_that_look_latin_are_forgiven():
    assert identifiers.is_uscc("91110000600037341L".replace("1L", "1L"))
    assert identifiers.is_uscc("91350100М000100Y43".replace("М", "M")) == identifiers.is_uscc("91350100М000100Y43")


def test_a_self_employed_person_has_no_register_number():
    assert [number.name for number in identifiers.of("RU", "self_employed")] == ["tax_number"]


@given(st.text(cn.ALPHABET, min_size=17, max_size=17), st.integers(0, 16), st.sampled_from(cn.ALPHABET))
def test_any_single_changed_sign_of_a_chinese_code_is_caught(first, place, sign):
    code = first + cn.check_digit(first)
    changed = code[:place] + sign + code[place + 1 :]
    assert cn.is_uscc(code) and (changed == code or not cn.is_uscc(changed))


@given(st.text(max_size=60))
def test_no_text_is_a_crash(text):
    for country, form in (("CN", "company"), ("RU", "company"), ("RU", "sole_trader"), ("FR", "company")):
        for number in identifiers.of(country, form):
            try:
                identifiers.check(number, text)
            except identifiers.Fault:
                continue
