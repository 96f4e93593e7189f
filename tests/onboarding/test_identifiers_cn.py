import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from stdnum.cn import uscc

from onboarding import identifiers
from onboarding.identifiers import cn
from tests.onboarding.numbers import check, field

SAMPLE = "91110000600037341L"  # published


@st.composite
def codes(draw):
    """Codes with their check digit right."""
    first = draw(st.text(cn.ALPHABET, min_size=17, max_size=17))
    assume(first.strip("0"))
    return first + cn.check_digit(first)


@pytest.mark.parametrize(
    "typed",
    [
        SAMPLE,
        " 91110000-6000 37341l ",
        "９１１１００００６０００３７３４１Ｌ",
        "\u200b91110000\u00a0600037341L\u202c",  # as it is copied out of a chat
    ],
)
def test_the_published_sample_passes_however_it_is_typed(typed):
    assert check("CN", "company", typed) == SAMPLE


@pytest.mark.parametrize("latin, cyrillic", [("A", "А"), ("M", "М"), ("X", "Х"), ("T", "Т")])
def test_cyrillic_letters_that_look_latin_are_forgiven(latin, cyrillic):
    first = f"91350100{latin}00010000"
    code = first + cn.check_digit(first)
    assert check("CN", "company", code.replace(latin, cyrillic)) == code


@pytest.mark.parametrize(
    "form, text, expected",
    [
        ("company", "91110000600037342L", "looks wrong"),
        ("company", "9111000060003734", "Enter 18 characters. You entered 16"),
        ("company", "330100400012345", "Enter 18 characters. You entered 15"),
        ("company", "9111000060003734IL", "except I"),
        ("company", "9111000060003734ЖL", "except I"),
        ("company", "0" * 18, "looks wrong"),
        ("individual", SAMPLE, "another legal form"),
    ],
)
def test_each_fault_has_its_own_sentence(form, text, expected):
    with pytest.raises(identifiers.InvalidIdentifier, match=expected):
        check("CN", form, text)


@pytest.mark.parametrize("beginning, right, wrong", [("91", "company", "individual"), ("92", "individual", "company")])
def test_the_first_two_signs_tell_the_legal_form(beginning, right, wrong):
    first = f"{beginning}330100MA2CXY011"
    code = first + cn.check_digit(first)
    assert check("CN", right, code) == code
    with pytest.raises(identifiers.InvalidIdentifier, match="another legal form"):
        check("CN", wrong, code)


def test_a_kind_of_entity_that_is_neither_is_not_ours_to_judge():
    first = "93330100600037341"  # a farmers' co-operative
    assert check("CN", "company", first + cn.check_digit(first))


def test_a_wrong_organisation_code_is_a_doubt_and_no_fault():
    number = field("CN", "company")
    assert identifiers.doubt(number, SAMPLE) == ""
    first = "91110000600037342"  # the organisation code 60003734 ends with 1
    code = first + cn.check_digit(first)
    assert identifiers.check(number, code) == code
    assert "Check the number" in identifiers.doubt(number, f" {code.lower()} ")


@given(codes(), st.integers(0, 17), st.sampled_from(cn.ALPHABET))
def test_any_single_changed_sign_is_caught(code, place, sign):
    changed = code[:place] + sign + code[place + 1 :]
    assert cn.is_uscc(code) and (changed == code or not cn.is_uscc(changed))


@given(codes(), st.integers(0, 16))
def test_any_two_neighbours_that_changed_places_are_caught(code, place):
    changed = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert changed == code or not cn.is_uscc(changed)


@given(st.text("0123456789", min_size=8, max_size=8), st.text(cn.ALPHABET, min_size=9, max_size=9))
def test_the_library_agrees_where_it_has_an_opinion(region, rest):
    # it refuses letters in the first eight signs, which the standard allows
    assert uscc.calc_check_digit(region + rest) == cn.check_digit(region + rest)


@given(codes())
def test_no_right_code_is_a_crash_when_it_is_doubted(code):
    assert isinstance(str(cn.organisation_doubt(code)), str)
