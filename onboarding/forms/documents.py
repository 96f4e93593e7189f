from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from merchant_portal.forms import TickField
from merchant_portal.storage import opening
from merchant_portal.storage.faults import sentence

ACCEPT = ".pdf,.jpg,.jpeg,.png,.webp,application/pdf,image/jpeg,image/png,image/webp"


class UploadForm(forms.Form):
    """One file for one part of a document."""

    file = forms.FileField(
        label=_("File"),
        allow_empty_file=True,  # has its own sentence below
        error_messages={"required": _("Choose a file first"), "missing": _("Choose a file first")},
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
        max_length=None,
    )
    part = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, parts: int = 1, **kwargs):
        super().__init__(*args, **kwargs)
        self.parts = parts

    def clean_part(self):
        part = self.cleaned_data["part"] or 1
        if not 1 <= part <= self.parts:
            raise ValidationError(
                _("This document doesn't have this part. Reload the page and try again."), code="part"
            )
        return part

    def clean_file(self):
        upload = self.cleaned_data["file"]
        try:
            opening.check_upload(upload, max_bytes=settings.UPLOAD_MAX_MB * 1024 * 1024)
        except opening.FileRefused as refused:
            raise ValidationError(f"{upload.name}: {sentence(refused.fault)}", code=refused.fault) from None
        return upload


class DeclarationForm(forms.Form):
    """The last tick before an application is sent."""

    declaration = TickField(
        label=_("The information I've provided is true and complete, and I'm authorised to act for the company"),
        error_messages={
            "required": _(
                "Confirm that the information is true and complete, and that you're authorised to act for the company"
            )
        },
    )
