"""Every form that is posted carries the id by which two presses are told from two intentions."""

import re
from pathlib import Path

import pytest

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
FORM = re.compile(r"<form\b[^>]*>.*?</form>", re.DOTALL)
# Fields of the form itself: registration and "apply again" keep the id with the row that they make.
OWN_FIELD = {"onboarding/register.html", "onboarding/parts/again.html"}
# Chooses a language, any number of times.
WITHOUT = {"partials/languages.html"}


def posted_forms():
    for path in sorted(TEMPLATES.rglob("*.html")):
        name = str(path.relative_to(TEMPLATES))
        for number, form in enumerate(FORM.findall(path.read_text())):
            if 'method="post"' in form and name not in OWN_FIELD | WITHOUT:
                yield pytest.param(form, id=f"{name}-{number}")


@pytest.mark.parametrize("form", list(posted_forms()))
def test_a_posted_form_carries_an_id(form):
    assert "{% form_id %}" in form and "{% csrf_token %}" in form
