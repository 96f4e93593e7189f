"""Every text that is compared, counted or looked up is cleaned alike, and what nobody sees changes nothing."""

import sys
import time
import unicodedata

import pytest
from django.core.exceptions import ValidationError

from accounts.actions import passwords
from accounts.forms import RecoveryCodeForm, ResetCodeForm
from merchant_portal import cleaning
from merchant_portal.contact_fields import EmailField, PhoneField
from merchant_portal.forms import CodeField, PasswordField, TextField
from tests.onboarding.numbers import check

FORMAT = [chr(point) for point in range(sys.maxunicode + 1) if unicodedata.category(chr(point)) == "Cf"]
BLANK = list("\u034f\u115f\u1160\u17b4\u180b\u3164\ufe00\ufe0f\uffa0\U000e0100\U000e01ef")
INVISIBLE = [*FORMAT, *BLANK]
NAMED = list("\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202e\u2060\u2066\ufeff\U000e0041")


def with_mark(text: str, mark: str) -> list[str]:
    """Returns `text` with `mark` before it, inside it, behind it, and behind a blank."""
    return [f"{mark}{text}", f"{text[:2]}{mark}{text[2:]}", f"{text}{mark}", f"{mark} {text} {mark}"]


COMPARED = {
    "a phone": (PhoneField().clean, "+852 6123 4567", "+85261234567"),
    "a code": (CodeField().clean, "123456", "123456"),
    "a recovery code": (RecoveryCodeForm().fields["code"].clean, "BCDFGHJKLM", "BCDFGHJKLM"),
    "a reset code": (ResetCodeForm().fields["code"].clean, "BCDFGHJK", "BCDFGHJK"),
    "a name": (cleaning.name_key, "Olive Tan", "olive tan"),
    "a Chinese name": (cleaning.name_key, "云山茶业示例公司", "云山茶业示例公司"),
    "a search": (cleaning.clean, "MP-2026-7", "MP-2026-7"),
    "a company number": (lambda text: check("CN", "company", text), "91110000600037341L", "91110000600037341L"),
    "a tax number": (lambda text: check("RU", "company", text, "tax_number"), "7707083893", "7707083893"),
}


def test_there_are_as_many_format_characters_as_unicode_has():
    assert len(FORMAT) >= 163 and set(NAMED) <= set(FORMAT)


@pytest.mark.parametrize("what", COMPARED)
def test_what_is_invisible_changes_no_compared_text(what):
    read, typed, meant = COMPARED[what]
    for mark in INVISIBLE:
        assert {read(text) for text in with_mark(typed, mark)} == {meant}, hex(ord(mark))


def test_what_is_invisible_is_dropped_at_the_ends_of_an_address_and_refused_inside():
    field = EmailField()
    for mark in INVISIBLE:
        for typed in (
            f"{mark}olive@fernhill.example",
            f"olive@fernhill.example {mark}",
            f" {mark} olive@fernhill.example{mark}",
        ):
            assert field.clean(typed) == "olive@fernhill.example", hex(ord(mark))
        for typed in (
            f"ol{mark}ive@fernhill.example",
            f"olive{mark}@fernhill.example",
            f"olive@fern{mark}hill.example",
        ):
            with pytest.raises(ValidationError, match="an invisible character"):
                field.clean(typed)
            with pytest.raises(cleaning.UnusableAddress):
                cleaning.clean_address(typed)


@pytest.mark.parametrize("field", [TextField(), EmailField(), PhoneField(), CodeField()])
def test_a_text_of_nothing_but_invisible_characters_is_empty(field):
    for mark in INVISIBLE:
        with pytest.raises(ValidationError) as refused:
            field.clean(f"{mark} {mark}")
        assert refused.value.messages == [str(field.error_messages["required"])], hex(ord(mark))


def test_a_password_keeps_every_character():
    field = PasswordField(autocomplete="new-password")
    for mark in INVISIBLE:
        for typed in with_mark("a quiet walk", mark):
            assert field.clean(typed) == unicodedata.normalize("NFC", typed), hex(ord(mark))
    assert passwords.normalise("a\u200bb") != passwords.normalise("ab")


def test_a_name_is_stored_as_typed_and_compared_cleaned():
    typed = "می\u200cخواهم"  # a mark that its script needs
    assert TextField().clean(typed) == typed
    assert cleaning.name_key("ＯＬＩＶＥ\u3000 Tan\u00ad") == cleaning.name_key("olive tan")


@pytest.mark.parametrize("cleaned", [cleaning.clean, cleaning.name_key, cleaning.clean_address])
def test_cleaning_twice_changes_nothing(cleaned):
    for text in (
        "Ｌｉｎ@Ｆａß.ＤＥ",
        "İstanbul@exämple.org",
        "ﬁ\u0301@x.example",
        "lin@ΣΑΣ.example",
        " a\u0301@b.example",
    ):
        assert cleaned(cleaned(text)) == cleaned(text)


@pytest.mark.parametrize(
    "link",
    [
        "{}",
        "{},",
        "{})",
        "{}>",
        "{}。",
        "{}）",
        "{}》",
        "{}.",
        '{}"',
        "{} ",
        "{}\u200b",
        "{}/,",
        "{}/。如果您没有注册",
        "{}\n",
    ],
)
def test_what_stands_behind_a_token_is_dropped(link):
    token = "Ab-_09" + "x" * 37
    assert cleaning.clean_token(link.format(token)) == token


@pytest.mark.parametrize("char", ["云", "\ufdfa", "é", "\u200b", "a"])
def test_a_huge_text_costs_little(char):
    before = time.process_time()
    for field in (TextField(max_length=10), EmailField(), PhoneField(), CodeField(), RecoveryCodeForm().fields["code"]):
        with pytest.raises(ValidationError):
            field.clean(char * 300_000)
    assert time.process_time() - before < 5  # seconds of the processor
