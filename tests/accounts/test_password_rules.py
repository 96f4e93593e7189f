import pytest
from django.core.exceptions import ValidationError

from accounts import validators
from accounts.actions import passwords
from accounts.models import User
from tests.accounts.test_password_change import NEW, change
from tests.accounts.test_sign_in_begin import sign_in
from tests.factories import form_id_on, register_form

LISTED = [
    "1q2w3e4r5t",
    "Password1",
    "woaini1314",
    "5201314520",
    "йцукенгш",
    "Любовь123",
    "gfhjkm123",
    "ＱＷＥＲＴＹ１２３",
]
OWN = [
    "olive123",
    "Olive-Tan-2026",
    "fernhill2026",
    "Fernhill Sample Tea",
    "olive@fernhill.example",
    "merchant portal 1",
]
GOOD = [
    "a quiet walk at noon",
    "olive walks at noon",
    "тихая прогулка в полдень",
    "中午安静地去散步",
    "two 🍵 and a cup",
    "73019648205517384620",
    "qzjvkxwpmfhgbdntrlsy",
    "password is what I never say",
    "1q2w3e4r5t and then the rest",
]


def refusals(password) -> str:
    person = User(email="olive@fernhill.example", name="Olive Tan")
    person.company_name = "Fernhill Sample Tea Ltd"
    try:
        passwords.check_new(password, user=person)
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


@pytest.mark.parametrize("password", LISTED)
def test_a_known_password_is_refused_with_the_reason_and_a_better_way(password):
    shown = refusals(password)
    assert "lists of common and leaked passwords" in shown and "A sentence of several words" in shown


@pytest.mark.parametrize("password", OWN)
def test_own_words_with_digits_are_refused_with_the_reason_and_a_better_way(password):
    shown = refusals(password)
    assert "easy to guess" in shown and "Add unrelated words" in shown


@pytest.mark.parametrize("password", GOOD)
def test_any_script_any_signs_and_sentences_around_a_listed_word_are_welcome(password):
    assert refusals(password) == ""


def test_the_sites_own_name_counts_in_each_language_and_as_the_operator_words_it(settings):
    for name in ("Merchant Portal 2026", "商户平台2026", "портал-продавца-1"):
        with pytest.raises(ValidationError):
            validators.OwnWordsValidator().validate(name)
    settings.SITE_NAME = "Juniper Market"
    with pytest.raises(ValidationError):
        validators.OwnWordsValidator().validate("junipermarket1")
    validators.OwnWordsValidator().validate("a market of junipers")


def test_a_name_in_han_counts_from_two_signs_on():
    person = User(email="l@portal.example", name="王小明")
    with pytest.raises(ValidationError):
        validators.OwnWordsValidator().validate("王小明20260101", person)
    validators.OwnWordsValidator().validate("王小明每天散步", person)


def test_the_list_holds_thousands_of_usable_length_and_each_of_them_is_found():
    usable = [word for word in validators.listed_words().decode().splitlines() if len(word) >= 8]
    assert len(usable) > 3000
    for word in [*usable[::1000], usable[-1]]:
        assert validators.is_known(word) and validators.is_known(word.upper())


@pytest.mark.parametrize("strange", ["", "\n", "123456\npassword", "\ud800", "￿" * 9])
def test_strange_texts_are_on_no_list(strange):
    assert not validators.is_known(strange)


def test_the_lengths_are_the_settings_and_256(settings):
    assert refusals("k7#") == "This password is too short. It must contain at least 8 characters."
    assert refusals("sevendo") and not refusals("eightdoz")
    assert refusals("ж " * 128) == ""
    assert "at most 256 characters. You entered 257" in refusals("ж " * 128 + "ж")


def test_registration_and_change_hold_the_same_rules(client, signed_in):
    page = client.get("/register/")
    registered = client.post("/register/", register_form(page, password="fernhill2026", form_id=form_id_on(page)))
    assert "easy to guess" in registered.content.decode()
    assert "lists of common and leaked" in change(signed_in, new="woaini1314").content.decode()
    assert change(signed_in, new=NEW).status_code == 302


def test_a_password_that_came_on_the_list_later_signs_in_as_ever(client, olive):
    olive.password = passwords.make_hash("woaini1314")
    olive.save(update_fields=["password"])
    assert sign_in(client, password="woaini1314")["Location"] == "/sign-in/code/"
    assert not User.objects.get(pk=olive.pk).must_change_password
