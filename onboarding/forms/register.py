from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.actions import passwords
from accounts.forms import ReachableAddressForm
from accounts.models import User
from merchant_portal import form_ids
from merchant_portal.contact_fields import EmailField, PhoneField
from merchant_portal.forms import PasswordField, TextField, TickField
from onboarding.models.names import NAME_MAX


class RegisterForm(ReachableAddressForm):
    """An account with the least typing."""

    company_name = TextField(
        label=_("Company name"),
        help_text=_("As shown on the business licence"),
        width="long",
        max_length=NAME_MAX,
        empty=_("Enter the company's name as shown on the business licence"),
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    contact_name = TextField(
        label=_("Contact person"),
        max_length=150,
        empty=_("Enter the name of the person we can contact"),
        widget=forms.TextInput(attrs={"autocomplete": "name", "spellcheck": "false"}),
    )
    email = EmailField(help_text=_("You'll sign in with this email address. We'll also send our decisions to it."))
    phone = PhoneField(
        help_text=_("For sign-in codes and questions about your application. Start with the country code.")
    )
    password = PasswordField(autocomplete="new-password")
    terms = TickField()
    form_id = forms.CharField(widget=forms.HiddenInput)

    field_order = ("company_name", "contact_name", "email", "phone", "password", "terms", "form_id")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("form_id", form_ids.new())
        self._ask_only_for_what_is_linked()
        self.fields["password"].help_text = _(
            "Use at least %(count)d characters. A whole sentence, spaces and any script are allowed."
        ) % {"count": settings.PASSWORD_MIN_LENGTH}

    def _ask_only_for_what_is_linked(self):
        """Leave the box out where the operator has published neither text."""
        if settings.TERMS_URL:
            self.fields["terms"].error_messages["required"] = _("Accept the terms to create an account")
        elif settings.PRIVACY_URL:
            self.fields["terms"].error_messages["required"] = _("Confirm that you have read the privacy notice")
        else:
            del self.fields["terms"]

    def clean_form_id(self):
        try:
            self.cleaned_data["form_key"] = form_ids.key_of(self.cleaned_data["form_id"])
        except form_ids.Stale:
            self._renew_form_id()
            raise ValidationError(_("This page has expired. Press the button again."), code="stale") from None
        except form_ids.TooFast:
            raise ValidationError(
                _("That was too fast. Wait two seconds, then press the button again."),
                code="fast",
            ) from None
        return self.cleaned_data["form_id"]

    def _renew_form_id(self):
        self.data = self.data.copy()
        self.data["form_id"] = form_ids.new()

    def clean(self):
        cleaned = super().clean()
        if "password" in cleaned:
            person = User(email=cleaned.get("email", ""), name=cleaned.get("contact_name", ""))
            person.company_name = cleaned.get("company_name", "")
            try:
                passwords.check_new(cleaned["password"], user=person)
            except ValidationError as error:
                self.add_error("password", error)
        return cleaned
