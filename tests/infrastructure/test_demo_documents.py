"""What the merchants of the demo world declare, and the documents that are drawn for it."""

from datetime import date

import pytest

from merchant_portal.local.demo import world
from merchant_portal.local.demo.documents import drawing, fonts
from merchant_portal.local.demo.documents.subject import Subject
from onboarding import identifiers, steps

COMPLETE = [plan for plan in world.PLANS if plan.answers]
KEYS = ("business_licence", "licence_translation", "registration_extract", "identity", "tax_plate")


@pytest.fixture
def without_fonts(monkeypatch):
    monkeypatch.setattr(fonts, "_file", lambda family, script, bold: None)
    fonts.font.cache_clear()
    yield
    fonts.font.cache_clear()


@pytest.mark.parametrize("key", KEYS)
def test_documents_are_drawn_without_any_font(without_fonts, key):
    for country in ("CN", "RU"):
        plan = next(plan for plan in COMPLETE if plan.answers["country"] == country)
        subject = Subject(plan.answers, date(2026, 1, 1), plan.latin)
        assert drawing.render(subject, key, 1, title="Tax plate").data


@pytest.mark.parametrize("plan", COMPLETE, ids=lambda plan: plan.email)
def test_what_is_declared_passes_every_check(plan):
    assert plan.email.endswith(".example") and not steps.missing_fields(plan.answers)
    asked = {field.name: field for field in steps.fields_of(plan.answers)}
    assert set(plan.answers) <= set(asked)
    for name, field in asked.items():
        if field.identifier and plan.answers.get(name):
            assert identifiers.check(field.identifier, plan.answers[name]) == plan.answers[name]
