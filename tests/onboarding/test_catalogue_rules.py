import pytest
from django.utils import translation

from onboarding import catalogue
from onboarding.models import DocumentRule, Reason

pytestmark = pytest.mark.usefixtures("catalogue_loaded")


def keys(**answers):
    return [rule.key for rule in catalogue.documents_needed(answers)]


def test_documents_follow_country_and_form():
    assert keys(country="CN", legal_form="company") == ["business_licence", "representative_id", "bank_statement"]
    assert "charter" in keys(country="RU", legal_form="company")
    assert keys(country="RU", legal_form="self_employed") == ["status_certificate", "identity"]


def test_a_country_without_rules_has_those_of_any():
    assert keys(country="FR", legal_form="company")[0] == "registration_document"
    assert catalogue.legal_forms_of("FR") == ["company", "sole_trader"]


def test_a_country_with_rules_has_none_of_those_of_any():
    assert {rule.country for rule in catalogue.rules_for("TR", "sole_trader")} == {"TR"}


def test_without_country_and_form_nothing_is_asked():
    assert keys() == keys(country="CN") == []


@pytest.mark.parametrize(
    "answer, key",
    [
        ({"licence_language": "zh"}, "licence_translation"),
        ({"licence_language": "other"}, "licence_translation"),
        ({"applicant_is_representative": "no"}, "power_of_attorney"),
        ({"registration_number": "330100400012345"}, "tax_certificate"),
    ],
)
def test_a_condition_adds_its_document(answer, key):
    assert key in keys(country="CN", legal_form="company", **answer)
    assert key not in keys(country="CN", legal_form="company")


@pytest.mark.parametrize(
    "answer",
    [
        {"licence_language": "en"},
        {"licence_language": "ru"},
        {"applicant_is_representative": "yes"},
        {"registration_number": " 9111 0000 6000 37341l"},
    ],
)
def test_a_condition_that_does_not_hold_adds_nothing(answer):
    assert keys(country="CN", legal_form="company", **answer) == keys(country="CN", legal_form="company")


def test_every_condition_of_the_lists_is_code():
    named = set(DocumentRule.objects.exclude(condition="").values_list("condition", flat=True))
    assert named == set(catalogue.CONDITIONS)


@pytest.mark.parametrize("language, title", [("en", "Charter"), ("zh-hans", "公司章程"), ("ru", "Устав")])
def test_titles_speak_the_active_language(language, title):
    with translation.override(language):
        assert DocumentRule.objects.get(key="charter", country="RU").title == title


def test_every_rule_speaks_three_languages_and_says_what_is_good():
    for rule in DocumentRule.objects.all():
        assert all([rule.title_en, rule.title_zh, rule.title_ru, rule.hint_en, rule.hint_zh, rule.hint_ru]), rule


def test_internal_reasons_share_one_neutral_sentence():
    internal = Reason.objects.filter(kind=Reason.Kind.FINAL_INTERNAL)
    assert internal.count() == 4
    assert internal.values("wording_en", "wording_zh", "wording_ru").distinct().count() == 1
    assert not internal.exclude(advice_en="").exists()


def test_every_reason_speaks_three_languages():
    for reason in Reason.objects.all():
        assert reason.wording_en and reason.wording_zh and reason.wording_ru
        if reason.kind == Reason.Kind.FIXABLE:
            assert reason.advice_en and reason.advice_zh and reason.advice_ru
