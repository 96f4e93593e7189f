"""P07: how a phone number may be typed, and what is said where its country cannot be told."""

import pytest

from tests.onboarding.test_phone_number import NUMBER, PAGE, number_of


@pytest.mark.parametrize(
    "typed, code, written",
    [
        ("852 6123 4567", "+852", "+852 6123 4567"),
        ("85261234567", "+852", "+852 6123 4567"),
        ("(852) 6123-4567", "+852", "+852 6123 4567"),
        ("８５２６１２３４５６７", "+852", "+852 6123 4567"),
        ("\u200b85261234567", "+852", "+852 6123 4567"),
        ("375 29 491 19 11", "+375", "+375 29 491-19-11"),
        ("90 532 123 45 67", "+90", "+90 532 123 45 67"),
        ("44 7400 123456", "+44", "+44 7400 123456"),
    ],
)
def test_a_country_code_without_its_plus_is_reported(signed_in, phone, olive, typed, code, written):
    page = signed_in.post(PAGE, {"phone": typed}).content.decode().replace("\xa0", " ")
    assert f"Start with {code}, for example {written}" in page and number_of(olive) == NUMBER


@pytest.mark.parametrize(
    "typed", ["00852 6123 4567", "00 852 61234567", "００８５２６１２３４５６７", "+852\u00ad6123\u200b4567"]
)
def test_two_zeros_stand_for_the_plus(signed_in, phone, olive, typed):
    assert signed_in.post(PAGE, {"phone": typed})["Location"] == PAGE
    assert number_of(olive) == "+85261234567"


@pytest.mark.parametrize("typed", ["495 123-45-67", "912 345-67-89", "6123 4567", "852 1"])
def test_a_number_at_home_is_not_taken_for_one_abroad(signed_in, phone, olive, typed):
    page = signed_in.post(PAGE, {"phone": typed}).content.decode()
    assert "Start with the country code" in page and number_of(olive) == NUMBER
