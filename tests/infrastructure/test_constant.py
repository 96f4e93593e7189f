"""What a template draws once for each language: in every language its own text, and nothing of a request."""

import pytest
from django.template import engines
from django.utils import translation

from merchant_portal.templatetags import portal


def template(text: str):
    return engines["django"].from_string("{% load i18n %}" + text)


def test_each_language_has_its_own():
    page = template('{% constant %}{% translate "Sign in" %}{% endconstant %}')
    said = {}
    for code in ("en", "ru", "zh-hans", "en", "ru"):
        with translation.override(code):
            said.setdefault(code, set()).add(page.render())
    assert said == {"en": {"Sign in"}, "ru": {"Войти"}, "zh-hans": {"登录"}}


@pytest.mark.parametrize("variable", ["{{ user }}", "{{ request.path }}", "{{ csrf_token }}", "{{ named }}"])
def test_it_sees_no_variable(rf, variable):
    request = rf.get("/somebodys/page/")
    request.user = "Olive"
    page = template("{% constant %}[" + variable + "]{% endconstant %}" + variable)
    drawn = page.render({"named": "Olive"}, request)
    assert drawn.startswith("[]") and len(drawn) > 2


def test_it_is_not_drawn_again(monkeypatch):
    page = template('{% constant %}{% translate "Sign in" %}{% endconstant %}')
    before = page.render()
    monkeypatch.setattr(translation._trans, "gettext", lambda text: "another")
    assert page.render() == before
    monkeypatch.setattr(portal.Constant, "is_kept", False)
    assert page.render() == "another"
