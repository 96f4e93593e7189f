from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.actions import passwords
from accounts.validators import UnusableAddress, email_key
from merchant_portal.forms import CodeField, EmailField, PasswordField


class AddressForm(forms.Form):
    """One e-mail address, as typed and in the form it is looked up by (`email_key`)."""

    email = EmailField()

    def clean_email(self):
        try:
            self.cleaned_data["email_key"] = email_key(self.cleaned_data["email"])
        except UnusableAddress:
            field = self.fields["email"]
            raise ValidationError(field.error_messages["control"], code="control") from None
        return self.cleaned_data["email"]


class SignInForm(AddressForm):
    """Address and password; `next` is where the person wanted to go."""

    password = PasswordField(autocomplete="current-password")
    next = forms.CharField(required=False, widget=forms.HiddenInput)


class NewAddressForm(AddressForm):
    """Another address for a person whose mailbox is not confirmed yet."""

    email = EmailField(autocomplete="email")


class MailCodeForm(forms.Form):
    """The code that was mailed."""

    code = CodeField(label=_("Code from the mail"), help_text=_("6 digits. Pasting the whole code signs you in."))


class AppCodeForm(forms.Form):
    """The code that the authenticator app shows."""

    code = CodeField(label=_("Code from the app"), help_text=_("6 digits. It changes every 30 seconds."))


class PasswordForm(forms.Form):
    """The current password and a new one, typed twice."""

    current_password = PasswordField(
        label=_("Current password"), autocomplete="current-password", show=_("Show the current password")
    )
    new_password = PasswordField(label=_("New password"), autocomplete="new-password", show=_("Show the new password"))
    new_password_again = PasswordField(
        label=_("New password, again"), autocomplete="new-password", show=_("Show the repeated password")
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_new_password(self):
        new = self.cleaned_data["new_password"]
        passwords.check_new(new, user=self.user)
        if new == self.cleaned_data.get("current_password"):
            raise ValidationError(_("This is your current password. Choose another one."), code="same")
        return new

    def clean(self):
        cleaned = super().clean()
        again = cleaned.get("new_password_again")
        if again and "new_password" in cleaned and again != cleaned["new_password"]:
            self.add_error(
                "new_password_again",
                ValidationError(_("The two new passwords differ. Type the same one twice."), code="differs"),
            )
        return cleaned
