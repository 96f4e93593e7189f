"""A tick counts only as the page sends it: neither `off` nor any other text declares or accepts anything."""

import pytest

from accounts.forms import TrustForm
from onboarding.forms.documents import DeclarationForm
from onboarding.forms.register import RegisterForm
from tests.house.test_house_rules import CODE, name_of

BOXES = [(DeclarationForm, "declaration"), (RegisterForm, "terms"), (TrustForm, "trust_browser")]


@pytest.mark.parametrize("form, name", BOXES)
def test_only_the_value_of_the_box_is_a_tick(form, name):
    def is_ticked(value: str) -> bool:
        bound = form({name: value})
        bound.full_clean()
        return bound.cleaned_data.get(name, False)

    assert is_ticked("on")
    assert not any(map(is_ticked, ("off", "false", "true", "no", "0", "1", " on", "")))


@pytest.mark.parametrize("path", CODE, ids=name_of)
def test_no_form_takes_any_text_as_a_tick(path):
    if "forms" in str(path):
        assert "forms.BooleanField" not in path.read_text().replace("class TickField(forms.BooleanField)", "")
