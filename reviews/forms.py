"""What reviewers fill in."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from merchant_portal.cleaning import clean, has_control_characters
from merchant_portal.forms import CodeField, TextField
from onboarding import steps
from onboarding.models.names import NAME_MAX
from reviews import queue
from reviews.models import Verdict
from reviews.transitions import Outcome

ANY = ""


class QueueForm(forms.Form):
    """What the queue is narrowed to. Anything else than these values counts as "any"."""

    q = forms.CharField(
        label=_("Reference, name, number or email"),
        required=False,
        max_length=NAME_MAX,
        widget=forms.TextInput(attrs={"placeholder": _("Reference, name, number or email")}),
    )
    country = forms.ChoiceField(label=_("Country"), required=False)
    legal_form = forms.ChoiceField(label=_("Legal form"), required=False)
    language = forms.ChoiceField(label=_("Language of emails"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        occurring = {*queue.countries(), self.data.get("country", "")} & set(countries.countries)
        self.fields["country"].choices = [(ANY, _("Any country")), *steps.named_countries(occurring)]
        self.fields["legal_form"].choices = [(ANY, _("Any legal form")), *steps.LEGAL_FORMS.items()]
        self.fields["language"].choices = [(ANY, _("Any language")), *settings.LANGUAGES]

    def clean_q(self):
        return clean(self.cleaned_data["q"])

    def wanted(self) -> dict[str, str]:
        """Returns the filters that are set, by name."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class ManyField(forms.Field):
    """A field that is sent several times; empty ones do not count."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value):
        texts = [text for text in value or [] if text]
        if any(has_control_characters(text) for text in texts):
            raise forms.ValidationError(
                _("One of the reasons doesn't apply to this item. Choose reasons from the list.")
            )
        return texts


class SubmissionForm(forms.Form):
    """Base: which submission the page showed."""

    submission = forms.IntegerField(required=False, widget=forms.HiddenInput, min_value=0, max_value=32767)


class VerdictForm(SubmissionForm):
    """A verdict on one item."""

    requirement = forms.SlugField(max_length=40)
    version = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
    verdict = forms.ChoiceField(choices=Verdict.Kind)
    reason = ManyField(required=False)
    comment = TextField(label=_("Add a comment"), required=False, max_length=1000, widget=forms.Textarea)


class DecisionForm(SubmissionForm):
    """A decision: first shown with its letter, then sent."""

    outcome = forms.ChoiceField(choices=Outcome)
    reason = ManyField(required=False)
    message = TextField(
        label=_("Add a message to the email"),
        required=False,
        max_length=2000,
        width="long",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    confirm = forms.CharField(required=False, max_length=1)

    def __init__(self, *args, outcomes=Outcome, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["outcome"].choices = [(outcome.value, outcome.label) for outcome in outcomes]


class StaffCodeForm(forms.Form):
    """The code of the authenticator app, asked for again before a decision."""

    code = CodeField(label=_("Code from your authenticator app"))


class ReleaseForm(forms.Form):
    """Why a case is given back."""

    reason = TextField(required=False, max_length=500)
