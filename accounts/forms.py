import re

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.actions import challenges, passwords
from accounts.models import recovery
from accounts.models.challenge import LETTERS, RESET_LETTERS
from accounts.models.pending import Channel
from accounts.validators import email_key
from merchant_portal.cleaning import clean
from merchant_portal.contact_fields import EmailField, PhoneField
from merchant_portal.forms import (
    LONGEST_CODE,
    NO_GUESSING,
    CodeField,
    CodeInput,
    PasswordField,
    TextField,
    TickField,
)
from merchant_portal.masking import mask_email, mask_phone


class AddressForm(forms.Form):
    """One e-mail address, as typed and in the form it is looked up by (`email_key`)."""

    email = EmailField()

    def clean_email(self):
        self.cleaned_data["email_key"] = email_key(self.cleaned_data["email"])
        return self.cleaned_data["email"]


class SignInForm(AddressForm):
    """Address and password; `next` is where the person wanted to go."""

    password = PasswordField(autocomplete="current-password")
    next = forms.CharField(required=False, widget=forms.HiddenInput)


class ReachableAddressForm(AddressForm):
    """An address that we shall write to."""

    def clean_email(self):
        email = super().clean_email()
        if email.rpartition("@")[2] in settings.REFUSED_MAIL_DOMAINS:
            raise ValidationError(
                _("We can't send email to this provider. Use your company's email address."), code="refused"
            )
        return email


class NewAddressForm(ReachableAddressForm):
    """Another address for a person whose mailbox is not confirmed yet."""

    email = EmailField(autocomplete="email")


class OtherAddressForm(ReachableAddressForm):
    """Another address for an account."""

    email = EmailField(label=_("New email"), autocomplete="email")

    def __init__(self, *args, current="", **kwargs):
        super().__init__(*args, **kwargs)
        self.current = current

    def clean_email(self):
        email = super().clean_email()
        if self.cleaned_data["email_key"] == email_key(self.current):
            raise ValidationError(_("This is already your address. Enter another one."), code="same")
        return email


class LettersField(TextField):
    """A code of the twenty letters that recovery codes have; case, blanks and dashes don't matter."""

    default_error_messages = {
        "required": _("Enter the code"),
        "not_a_code": _("This isn't a complete code. Copy it letter by letter, or paste it."),
        "several": _("Enter just one code, not the whole list."),
    }

    def __init__(self, *, length, autocomplete, **kwargs):
        self.length = length
        attrs = {"class": "code", "autocomplete": autocomplete, "data-code": length, **NO_GUESSING}
        super().__init__(widget=CodeInput(attrs=attrs), **kwargs)

    def to_python(self, value):
        """Return exactly `length` capitals. A pasted list may have line breaks."""
        value = re.sub(r"[\r\n]+", " ", value[:LONGEST_CODE]) if isinstance(value, str) else value
        text = re.sub(r"[\s‐-―−-]", "", clean(super().to_python(value))).upper()
        if sum(letter in LETTERS for letter in text) >= 2 * self.length:
            raise ValidationError(self.error_messages["several"], code="several")
        if text and (len(text) != self.length or not set(text) <= set(LETTERS)):
            raise ValidationError(self.error_messages["not_a_code"], code="not_a_code")
        return text


class MailCodeForm(forms.Form):
    """The code that was mailed."""

    code = CodeField(label=_("Code from the email"), help_text=_("6 digits. Pasting the whole code signs you in."))


class SmsCodeForm(forms.Form):
    """The code that came as a text message; a browser that reads those fills it in."""

    code = CodeField(
        label=_("Code from the text message"), help_text=_("6 digits. Pasting the whole code signs you in.")
    )
    code.widget.attrs["data-sms"] = True


def channel_label(channel: str, destination: str = "") -> str:
    """Returns what a way to get a code is called, its destination masked."""
    pattern = {
        Channel.APP: _("Authenticator app"),
        Channel.SMS: _("Text message to {to}"),
        Channel.MAIL: _("Email to {to}"),
    }[channel]
    masked = (mask_phone if channel == Channel.SMS else mask_email)(destination)
    return format_html(str(pattern), to=format_html('<bdi lang="en">{}</bdi>', masked))


class ChannelForm(forms.Form):
    """Over which way the code comes. What is not offered is refused where it is asked for."""

    channel = forms.ChoiceField(
        label=_("How do you want to get the code?"),
        choices=Channel.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose how to get the code"),
            "invalid_choice": _("Choose how to get the code"),
        },
    )

    def __init__(self, *args, user, offered, **kwargs):
        super().__init__(*args, initial={"channel": offered[0]}, **kwargs)
        ways = [(channel, channel_label(channel, challenges.destination_of(user, channel))) for channel in offered]
        self.fields["channel"].widget.choices = [(way, format_html("<span>{}</span>", name)) for way, name in ways]


class PhoneForm(forms.Form):
    """Another phone number. Once valid, `is_guessed` says that we guessed the country, which the person confirms."""

    phone = PhoneField(help_text=_("Start with the country code, for example +86 or +7"))

    def __init__(self, *args, current="", **kwargs):
        super().__init__(*args, **kwargs)
        self.current = current

    @property
    def is_guessed(self) -> bool:
        return not PhoneField.names_country(self.data["phone"])

    def clean_phone(self):
        if self.cleaned_data["phone"] == self.current:
            raise ValidationError(_("This is already your number. Enter another one."), code="same")
        return self.cleaned_data["phone"]


class ContactCodeForm(forms.Form):
    """The code that proves a mailbox or, with `is_sms`, a phone."""

    code = CodeField(help_text=_("6 digits. Pasting the whole code submits it."))

    def __init__(self, *args, is_sms=True, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Code from the text message") if is_sms else _("Code from the email")
        if is_sms:
            self.fields["code"].widget.attrs["data-sms"] = ""  # the browser may read it from the message


class RecoveryCodeForm(forms.Form):
    """One of the ten codes that the person keeps."""

    code = LettersField(
        label=_("Recovery code"),
        length=recovery.LENGTH,
        autocomplete="off",
        help_text=_("10 letters from the list you saved. Each code works once."),
    )


class TrustForm(forms.Form):
    """Whether this browser is asked for a code again the next time."""

    trust_browser = TickField(required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        days = settings.TRUST_DAYS
        self.fields["trust_browser"].label = ngettext(
            "Trust this browser for %(days)d day", "Trust this browser for %(days)d days", days
        ) % {"days": days}
        self.fields["trust_browser"].help_text = _(
            "We'll only ask for your password in this browser. Don't use this on a shared computer."
        )


class ResetCodeForm(forms.Form):
    """The code of a reset, which was mailed."""

    code = LettersField(
        label=_("Code from the email"),
        length=RESET_LETTERS,
        autocomplete="one-time-code",
        help_text=_("8 letters. Upper or lower case, with or without spaces."),
    )


class AppCodeForm(forms.Form):
    """The code that the authenticator app shows."""

    code = CodeField(label=_("Code from the app"), help_text=_("6 digits. It changes every 30 seconds."))


class NewAppForm(forms.Form):
    """The first code of an app under enrolment, and what the person calls the device."""

    name = TextField(
        label=_("Device name"),
        help_text=_("A name you will recognise, for example “work phone”"),
        required=False,
        max_length=64,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    code = CodeField(label=_("Code from the app"), help_text=_("6 digits. It changes every 30 seconds."))


class SavedCodeForm(forms.Form):
    """One of the codes that were just generated, as proof that they are saved."""

    code = LettersField(
        label=_("One of your recovery codes"),
        length=recovery.LENGTH,
        autocomplete="off",
        help_text=_("10 letters. Entering it here doesn't use it up."),
    )


class ConfirmPasswordForm(forms.Form):
    """The password, asked for again."""

    password = PasswordField(autocomplete="current-password")


class NewPasswordForm(forms.Form):
    """A new password for `user`, typed twice."""

    new_password = PasswordField(
        label=_("New password"), empty=_("Enter a new password"),
        autocomplete="new-password", show=_("Show the new password"),
    )  # fmt: skip
    new_password_again = PasswordField(
        label=_("Repeat the new password"), empty=_("Enter the new password a second time"),
        autocomplete="new-password", show=_("Show the repeated password"),
    )  # fmt: skip

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_new_password(self):
        new = self.cleaned_data["new_password"]
        passwords.check_new(new, user=self.user)
        return new

    def clean(self):
        cleaned = super().clean()
        again = cleaned.get("new_password_again")
        if again and "new_password" in cleaned and again != cleaned["new_password"]:
            self.add_error(
                "new_password_again",
                ValidationError(_("The two new passwords don't match. Enter the same one twice."), code="differs"),
            )
        return cleaned


class PasswordForm(NewPasswordForm):
    """The current password and a new one, typed twice."""

    current_password = PasswordField(
        label=_("Current password"), empty=_("Enter your current password"),
        autocomplete="current-password", show=_("Show the current password"),
    )  # fmt: skip
    field_order = ("current_password", "new_password", "new_password_again")

    def clean_new_password(self):
        new = super().clean_new_password()
        if new == self.cleaned_data.get("current_password"):
            raise ValidationError(_("This is your current password. Choose another one."), code="same")
        return new
