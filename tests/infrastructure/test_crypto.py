import pytest

from merchant_portal import crypto
from merchant_portal.masking import mask_email, mask_phone

OLD, NEW = b"o" * 32, b"n" * 32


def test_a_value_hashes_differently_for_another_purpose():
    assert crypto.keyed_hash("code:1", "482913") != crypto.keyed_hash("code:2", "482913")


def test_what_an_older_pepper_made_is_recognised_while_it_is_listed(settings):
    settings.CODE_PEPPERS = ["old"]
    stored = crypto.keyed_hash("link", "token")
    settings.CODE_PEPPERS = ["new", "old"]
    assert crypto.matches(stored, "link", "token") and stored in crypto.possible_hashes("link", "token")
    assert crypto.keyed_hash("link", "token") != stored
    settings.CODE_PEPPERS = ["new"]
    assert not crypto.matches(stored, "link", "token")


def test_a_sealed_value_opens_only_for_the_person_it_is_bound_to():
    sealed = crypto.encrypt(b"key", bound_to="1")
    assert crypto.decrypt(sealed, bound_to="1") == b"key"
    with pytest.raises(crypto.CannotDecrypt):
        crypto.decrypt(sealed, bound_to="2")


def test_what_an_older_key_sealed_opens_while_it_is_listed(settings):
    settings.FIELD_KEYS = [OLD]
    sealed = crypto.encrypt(b"key", bound_to="1")
    settings.FIELD_KEYS = [NEW, OLD]
    assert crypto.decrypt(sealed, bound_to="1") == b"key"
    settings.FIELD_KEYS = [NEW]
    with pytest.raises(crypto.CannotDecrypt):
        crypto.decrypt(sealed, bound_to="1")


def test_a_tampered_value_does_not_open():
    sealed = bytearray(crypto.encrypt(b"key", bound_to="1"))
    sealed[-1] ^= 1
    with pytest.raises(crypto.CannotDecrypt):
        crypto.decrypt(bytes(sealed), bound_to="1")


def test_equal_values_are_sealed_differently():
    assert crypto.encrypt(b"key", bound_to="1") != crypto.encrypt(b"key", bound_to="1")


def test_tokens_have_256_bits_and_differ():
    assert len(crypto.new_token()) == 43 and crypto.new_token() != crypto.new_token()


@pytest.mark.parametrize(
    "address, masked",
    [("lin@yunshan.example", "l••@y•••.example"), ("a@b", "a••@b•••"), ("иван@почта.рф", "и••@п•••.рф")],
)
def test_addresses_are_masked(address, masked):
    assert mask_email(address) == masked


def test_phones_show_two_digits():
    assert mask_phone("+8613800138078") == "•••• 78"
