"""How forms are rendered, and fields that accept the ways people type.

Hints stand before the field, an error between hint and field; the ids of both hang on the field. Each way to be
wrong has a sentence of its own that says what to do. What was typed is shown again, but for passwords and codes.
"""

import re
import unicodedata

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import TemplatesSetting
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from merchant_portal.cleaning import clean, has_control_characters, is_empty

PASSWORD_MAX = 256
LONGEST_CODE = 1000  # characters that are read of what was typed as a code, be it a pasted list

WIDTHS = {"long", "medium", "short"}  # 640, 384 and 256 px: the width tells the length
NO_GUESSING = {"spellcheck": "false", "autocapitalize": "none", "autocorrect": "off"}


class PortalBoundField(forms.BoundField):
    """A field with what the portal's field template asks for."""

    @property
    def kind(self):
        """Say which layout fits: a single tick box comes before its label."""
        return "check" if isinstance(self.field.widget, forms.CheckboxInput) else self.widget_type

    @property
    def is_optional(self):
        """Tell whether the label must say that the field may stay empty."""
        return not self.field.required and self.kind != "check"

    @property
    def anchor(self):
        """Return the id that a link in the error summary jumps to."""
        return self.subwidgets[0].id_for_label if self.use_fieldset else self.id_for_label

    def build_widget_attrs(self, attrs, widget=None):
        """Add the width to what Django sets."""
        attrs = super().build_widget_attrs(attrs, widget)
        width = getattr(self.field, "width", None)
        if width and "class" not in self.field.widget.attrs:
            attrs["class"] = width
        return attrs


class PortalRenderer(TemplatesSetting):
    """Renders forms, fields and widgets with the portal's templates."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"
    bound_field_class = PortalBoundField


class TickBox(forms.CheckboxInput):
    """A box that counts as ticked only by the value that its page sends; Django takes any value as a tick."""

    def value_from_datadict(self, data, files, name):
        """Return whether the box was ticked."""
        return data.get(name) == "on"


class TickField(forms.BooleanField):
    """A single tick box."""

    widget = TickBox


class TextField(forms.CharField):
    """One line of text. `width` is long, medium or short; `empty` the sentence when nothing was typed.

    There is no maxlength attribute: it would cut off what was pasted without a word.
    """

    default_error_messages = {
        "required": _("Fill in this field"),
        "control": _("This contains characters that can't be displayed. Type it again by hand."),
    }
    too_long = ngettext_lazy(
        "Use at most %(limit_value)d character. You entered %(show_value)d.",
        "Use at most %(limit_value)d characters. You entered %(show_value)d.",
        "limit_value",
    )

    unseen = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")  # pasted along; they turn text around

    def __init__(self, *, width="medium", empty=None, too_long=None, **kwargs):
        if width not in WIDTHS:
            raise ValueError(f"width is one of {sorted(WIDTHS)}, not {width!r}")
        super().__init__(**kwargs)
        self.width = width
        if empty:
            self.error_messages["required"] = empty
        for validator in self.validators:
            if validator.code == "max_length":
                validator.message = too_long or self.too_long

    def widget_attrs(self, widget):
        """Leave out the length limits that Django would set."""
        return {name: value for name, value in super().widget_attrs(widget).items() if "length" not in name}

    def drop_unseen(self, text):
        """Return `text` without marks that turn it around. One of nothing but invisible characters is empty."""
        return "" if is_empty(text) else self.unseen.sub("", text)

    def to_python(self, value):
        """Trim, drop what nobody sees, and refuse control characters; line breaks are none in a text area."""
        text = super().to_python(self.drop_unseen(value) if isinstance(value, str) else value)
        lines = text.splitlines() if isinstance(self.widget, forms.Textarea) else [text]
        if any(has_control_characters(line.replace("\t", " ")) for line in lines):
            raise ValidationError(self.error_messages["control"], code="control")
        return text


class CodeInput(forms.TextInput):
    """A one-time code: never written back into the page."""

    def get_context(self, name, value, attrs):
        """Draw the field empty."""
        return super().get_context(name, None, attrs)


class CodeField(forms.CharField):
    """A code of `digits` digits; blanks, dashes and full-width digits are forgiven."""

    default_error_messages = {
        "required": _("Enter the code"),
        "not_digits": _("The code contains only digits. Leave out everything else."),
    }
    too_short = ngettext_lazy(
        "Enter the %(digits)d digit of the code",
        "Enter all %(digits)d digits of the code",
        "digits",
    )
    too_long = ngettext_lazy(
        "Enter only the code. It has %(digits)d digit.",
        "Enter only the code. It has %(digits)d digits.",
        "digits",
    )

    def __init__(self, *, digits=6, **kwargs):
        self.digits = digits
        attrs = {
            "class": "code",
            "inputmode": "numeric",
            "autocomplete": "one-time-code",
            "data-code": digits,
        }
        kwargs.setdefault("label", _("Code"))
        super().__init__(widget=CodeInput(attrs=attrs | NO_GUESSING), **kwargs)

    def to_python(self, value):
        """Return exactly `digits` ASCII digits."""
        typed = super().to_python(value)
        text = re.sub(r"[\s‐-―−-]", "", clean(typed[:LONGEST_CODE]))
        if not text:
            return text
        if not re.fullmatch(r"[0-9]+", text):
            raise ValidationError(self.error_messages["not_digits"], code="not_digits")
        if len(text) != self.digits:
            which = "too_short" if len(text) < self.digits else "too_long"
            raise ValidationError(getattr(self, which), code=which, params={"digits": self.digits})
        return text


class PasswordField(TextField):
    """A password as typed, in Unicode's composed form (NFC); `autocomplete` says new or current.

    `show` names the button that uncovers it; two of them on a page need two names.
    """

    default_error_messages = {
        "required": _("Enter your password"),
        "control": _("The password contains characters that can't be typed on a keyboard. Remove them."),
    }
    too_long = _("A password can have at most %(limit_value)d characters. You entered %(show_value)d.")

    def __init__(self, *, autocomplete, show=_("Show password"), **kwargs):
        kwargs.setdefault("label", _("Password"))
        widget = forms.PasswordInput(
            attrs={
                "autocomplete": autocomplete,
                "data-show": _("Show"),
                "data-show-name": show,
                **NO_GUESSING,
            }
        )
        super().__init__(widget=widget, strip=False, max_length=PASSWORD_MAX, **kwargs)

    def drop_unseen(self, text):
        """Return the password as typed: every character of it counts."""
        return text

    def to_python(self, value):
        """Return the password in composed form."""
        return unicodedata.normalize("NFC", super().to_python(value))
