from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from merchant_portal import form_ids
from merchant_portal.forms import TextField


class CommentForm(forms.Form):
    """Answers one returned item by words instead of a correction."""

    requirement = forms.CharField(widget=forms.HiddenInput, max_length=40)
    comment = TextField(
        label=_("Your explanation"),
        help_text=_("Explain why it's correct as it is. The reviewer reads this with your next submission."),
        width="long",
        max_length=1000,
        empty=_("Enter your explanation, or correct the item instead"),
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class AgainForm(forms.Form):
    """The button that opens a new application; its id makes two presses one."""

    form_id = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("form_id", form_ids.new())

    def clean_form_id(self):
        try:
            self.cleaned_data["form_key"] = form_ids.key_of(self.cleaned_data["form_id"], typed=False)
        except form_ids.Stale:
            self.data = self.data.copy()
            self.data["form_id"] = form_ids.new()
            raise ValidationError(_("This page has expired. Press the button again."), code="stale") from None
        return self.cleaned_data["form_id"]
