import io

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone, translation

from onboarding import catalogue
from onboarding.actions.catalogue import SHIPPED
from onboarding.models import PaperRule, Reason

HEAD = (SHIPPED / "reasons.csv").read_text().splitlines()[0]


def keys(**answers):
    return [rule.key for rule in catalogue.papers_needed(answers)]


def load(*files) -> str:
    said = io.StringIO()
    call_command("load_catalogue", *map(str, files), stdout=said)
    return said.getvalue()


def test_the_shipped_lists_load_and_load_again(db):
    assert "81 added" in load()
    assert "0 added, 81 up to date, 0 edited" in load()
    assert PaperRule.objects.count() == 45 and Reason.objects.count() == 36


def test_an_edited_row_is_never_changed(db):
    load()
    PaperRule.objects.filter(key="charter", country="RU").update(title_en="Statutes", edited_at=timezone.now())
    assert "1 edited and kept" in load()
    assert PaperRule.objects.get(key="charter", country="RU").title_en == "Statutes"


@pytest.mark.parametrize(
    "text, said",
    [
        ("code,kind\nx,fixable\n", "line 2: columns must be"),
        (f"{HEAD}\nx,nonsense,any,none,a,b,c,,,\n", "line 2"),
        (f"{HEAD}\nx,fixable,any,none,,b,c,,,\n", "line 2"),
        ("", "no rows"),
    ],
)
def test_a_malformed_list_writes_nothing(db, tmp_path, text, said):
    path = tmp_path / "list.csv"
    path.write_text(text)
    with pytest.raises(CommandError, match=said):
        load(path)
    assert not Reason.objects.exists()


@pytest.mark.usefixtures("catalogue_loaded")
class TestRules:
    def test_papers_follow_country_and_form(self):
        assert keys(country="CN", legal_form="company") == ["business_licence", "representative_id", "bank_statement"]
        assert "charter" in keys(country="RU", legal_form="company")
        assert keys(country="RU", legal_form="self_employed") == ["status_certificate", "identity"]

    def test_a_country_without_rules_has_those_of_any(self):
        assert keys(country="FR", legal_form="company")[0] == "registration_document"
        assert catalogue.legal_forms_of("FR") == ["company", "sole_trader"]

    def test_without_country_and_form_nothing_is_asked(self):
        assert keys() == keys(country="CN") == []

    @pytest.mark.parametrize(
        "answer, key",
        [
            ({"licence_language": "zh"}, "licence_translation"),
            ({"applicant_is_representative": "no"}, "power_of_attorney"),
            ({"registration_number": "330100400012345"}, "tax_certificate"),
        ],
    )
    def test_a_condition_adds_its_paper(self, answer, key):
        assert key in keys(country="CN", legal_form="company", **answer)
        assert key not in keys(country="CN", legal_form="company")

    @pytest.mark.parametrize("language, title", [("en", "Charter"), ("zh-hans", "公司章程"), ("ru", "Устав")])
    def test_titles_speak_the_active_language(self, language, title):
        with translation.override(language):
            assert PaperRule.objects.get(key="charter", country="RU").title == title

    def test_internal_reasons_share_one_neutral_sentence(self):
        internal = Reason.objects.filter(kind=Reason.Kind.FINAL_INTERNAL)
        assert internal.count() == 4 and len(set(internal.values_list("wording_en", flat=True))) == 1

    def test_every_reason_speaks_three_languages(self):
        for reason in Reason.objects.all():
            assert reason.wording_en and reason.wording_zh and reason.wording_ru
            if reason.kind == Reason.Kind.FIXABLE:
                assert reason.advice_en and reason.advice_zh and reason.advice_ru
