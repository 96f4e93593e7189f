"""Fields for e-mail addresses and phone numbers, which forgive the way people type."""

import re

import phonenumbers
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from merchant_portal.cleaning import EMAIL_MAX, UnusableAddress, clean, clean_address
from merchant_portal.forms import NO_GUESSING, TextField

CHINESE_PHONE = "+86\xa0138\xa00013\xa08000"  # a phone number never breaks over two lines
RUSSIAN_PHONE = "+7\xa0912\xa0345-67-89"


class EmailField(TextField):
    """An address in the one form that is stored and written to. At most 254 characters."""

    default_error_messages = {
        "required": _("Enter your email address, for example name@company.example"),
        "invisible": _(
            "This email address contains an invisible character, which often happens when it is copied. "
            "Type the address by hand."
        ),
        "local": _("We can only send email to addresses with plain Latin letters before the @ sign. Use another one."),
        "domain": _("The part after the @ sign isn't a valid domain name. Check it for typing mistakes."),
        "control": _("The email address contains characters that can't be displayed. Type it again by hand."),
        "space": _("An email address can't contain spaces. It should look like name@company.example"),
        "no_at": _("Add the @ sign and the part after it, for example name@company.example"),
        "no_name": _("Add the part before the @ sign, for example name@company.example"),
        "no_domain": _("Add the part after the @ sign, for example name@company.example"),
        "format": _("Check the email address for typing mistakes. It should look like name@company.example"),
    }
    too_long = _("An email address can have at most %(limit_value)d characters. You entered %(show_value)d.")

    def __init__(self, *, autocomplete="username", **kwargs):
        kwargs.setdefault("label", _("Email"))
        kwargs.setdefault("max_length", EMAIL_MAX)
        widget = forms.EmailInput(attrs={"autocomplete": autocomplete, **NO_GUESSING})
        super().__init__(widget=widget, **kwargs)

    def drop_unseen(self, text):
        """Return `text` as it is: what is invisible inside is refused, not dropped."""
        return text

    def to_python(self, value):
        """Return the address as it is stored and written to."""
        text = super().to_python(value).replace("。", ".")  # the full stop of Chinese keyboards
        if len(text) > self.max_length:
            return text
        try:
            address = clean_address(text)
        except UnusableAddress as unusable:
            raise ValidationError(self.error_messages[unusable.code], code=unusable.code) from None
        mistake = self._mistake(address) if address else None
        if mistake:
            raise ValidationError(self.error_messages[mistake], code=mistake)
        return address

    def _mistake(self, text):
        if "@" not in text:
            return "no_at"
        name, _at, domain = text.rpartition("@")
        if not name or not domain:
            return "no_domain" if not domain else "no_name"
        if not name.isascii():
            return "local"  # mail servers need not take it (RFC 6531), and Django would write to another name
        try:
            validate_email(text)
        except ValidationError:
            return "format"
        return None


class PhoneField(TextField):
    """A phone number in any usual spelling; the cleaned value is E.164, "+8613800138000".

    Without a country code two spellings are known for certain enough to be
    guessed: eleven digits from 13 to 19 are a Chinese mobile, and 8 or 7 with
    ten digits a number of Russia or Kazakhstan.
    """

    default_error_messages = {
        "required": format_lazy(
            _("Enter your phone number with the country code, for example {phone}"), phone=CHINESE_PHONE
        ),
        "no_country": format_lazy(
            _("Start with the country code, for example {phone} or {other_phone}"),
            phone=CHINESE_PHONE,
            other_phone=RUSSIAN_PHONE,
        ),
        "no_plus": _("Start with %(code)s, for example %(phone)s"),
        "not_a_phone": format_lazy(
            _("This isn't a valid phone number. Check the digits. It should look like {phone}"), phone=CHINESE_PHONE
        ),
    }
    too_long = default_error_messages["not_a_phone"]
    guesses = ((r"1[3-9]\d{9}", "+86", 0), (r"861[3-9]\d{9}", "+", 0), (r"[78]\d{10}", "+7", 1))

    def __init__(self, **kwargs):
        kwargs.setdefault("label", _("Phone"))
        kwargs.setdefault("width", "short")
        kwargs.setdefault("max_length", 64)
        widget = forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "tel"})
        super().__init__(widget=widget, **kwargs)

    def to_python(self, value):
        """Return the number as E.164."""
        typed = super().to_python(value)
        if len(typed) > self.max_length:
            return typed
        text = clean(typed)
        if not text:
            return text
        if not re.fullmatch(r"[+0-9\s()./\[\]‐-―−-]+", text):
            raise ValidationError(self.error_messages["not_a_phone"], code="not_a_phone")
        international = self._with_country(re.sub(r"[^0-9+]", "", text))
        if not international:
            raise ValidationError(self.error_messages["no_country"], code="no_country")
        return self._e164(international)

    @staticmethod
    def names_country(typed):
        """Tell whether a typed number says its country itself, or leaves us to guess."""
        digits = re.sub(r"[^0-9+]", "", clean(typed))
        return digits.startswith(("00", "+")) and not digits.startswith("+89")  # no country has 89: a Russian 8

    def _with_country(self, digits):
        """Return the number with its country code, typed or guessed; "" if the country is unknown."""
        if self.names_country(digits):
            return f"+{digits[2:]}" if digits.startswith("00") else digits
        bare = digits.removeprefix("+")
        guess = next((prefix + bare[skip:] for shape, prefix, skip in self.guesses if re.fullmatch(shape, bare)), "")
        if not _valid(guess):
            self._check_plus(bare)
        return guess

    def _check_plus(self, digits):
        """Refuse digits that are a whole number but for the plus, unless they are one at home in a usual country."""
        number = _valid(f"+{digits}")
        at_home = [_valid(digits, region) for region in settings.SMS_COUNTRIES]
        if number is None or any(home and home.country_code != number.country_code for home in at_home):
            return
        written = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
        facts = {"code": f"+{number.country_code}", "phone": written.replace(" ", "\xa0")}
        raise ValidationError(self.error_messages["no_plus"], code="no_plus", params=facts)

    def _e164(self, international):
        number = _valid(international)
        if number is None:
            raise ValidationError(self.error_messages["not_a_phone"], code="not_a_phone")
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _valid(text, region=None):
    """Return the phone number that `text` is, dialled from `region` if it has no plus, or None."""
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    return number if phonenumbers.is_valid_number(number) else None
