import io

import pytest
from django.core.management import CommandError, call_command

from onboarding.actions import catalogue
from onboarding.actions.catalogue import SHIPPED
from onboarding.models import DocumentRule, Reason
from tests.threads import at_once

LINES = {name: (SHIPPED / name).read_text().count("\n") - 1 for name in catalogue.FILES}  # below their heads
ALL = sum(LINES.values())
RULES, REASONS = ((SHIPPED / name).read_text().splitlines()[0] for name in ("requirements.csv", "reasons.csv"))
GOOD = "FR,company,kbis,required,,1,90,,fr,Kbis extract,公司登记摘录,Выписка Kbis,,,"


def load(*files) -> str:
    output = io.StringIO()
    call_command("load_catalogue", *map(str, files), stdout=output)
    return output.getvalue()


@pytest.fixture
def listed(tmp_path):
    """Returns a function that writes lines into a list and returns its path."""

    def write(*lines, encoding="utf-8"):
        path = tmp_path / "list.csv"
        path.write_text("\n".join(lines), encoding=encoding)
        return path

    return write


def test_the_shipped_lists_load_and_load_again(db):
    assert f"{ALL} added" in load()
    assert f"0 added, {ALL} up to date, 0 edited" in load()
    assert (DocumentRule.objects.count(), Reason.objects.count()) == tuple(LINES.values())


def test_an_edited_row_is_never_changed(db):
    load()
    DocumentRule.objects.filter(key="charter", country="RU").update(title_en="Statutes")
    assert "1 edited and kept" in load()
    assert DocumentRule.objects.get(key="charter", country="RU").title_en == "Statutes"


def test_a_row_nobody_edited_follows_its_list(db, listed):
    load(listed(RULES, GOOD))
    load(listed(RULES, GOOD.replace("Kbis extract", "Extract Kbis").replace(",90,", ",,")))
    rule = DocumentRule.objects.get()
    assert (rule.title_en, rule.max_age_days) == ("Extract Kbis", None)


def test_a_list_of_ones_own_adds_to_what_is_there(db, listed):
    load()
    assert load(listed(RULES, GOOD)).startswith("1 added, 0 up to date")
    assert DocumentRule.objects.count() == LINES["requirements.csv"] + 1


def test_a_list_saved_by_a_spreadsheet_loads(db, listed):
    assert "1 added" in load(listed(RULES, GOOD, encoding="utf-8-sig"))


@pytest.mark.parametrize(
    "lines, expected",
    [
        (["code,kind", "x,fixable"], "line 2: columns must be"),
        ([REASONS, "x,nonsense,any,none,a,b,c,,,"], "line 2: .*nonsense"),
        ([REASONS, "x,fixable,any,none,,b,c,,,"], "line 2"),
        ([REASONS, "x,fixable,any,none,a,b,c,,,,one more"], "line 2: columns must be"),
        ([RULES, GOOD, "FR,company,charter"], "line 3: columns must be"),
        ([RULES, GOOD, GOOD.replace("kbis,", "charter,").replace(",90,", ",ninety,")], "line 3: .*ninety"),
        ([RULES, GOOD.replace(",1,90", ",3,90")], "line 2: parts must be 1 or 2"),
        ([RULES, GOOD.replace("required,,", "conditional,,")], "line 2: .*condition"),
        (
            [RULES, GOOD.replace("required,,", "conditional,full_moon,")],
            "line 2: there is no condition named full_moon",
        ),
        ([RULES, GOOD, GOOD], "line 3: FR company kbis is already in .*line 2"),
        ([RULES, 'FR,"company'], "line 2: unexpected end"),
        ([RULES], "no rows"),
        ([""], "no rows"),
    ],
)
def test_a_malformed_list_names_its_line_and_writes_nothing(db, listed, lines, expected):
    with pytest.raises(CommandError, match=expected):
        load(SHIPPED / "reasons.csv", listed(*lines))
    assert not DocumentRule.objects.exists() and not Reason.objects.exists()


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", b"code,kind\nx\x00,\xff"])
def test_a_file_that_is_no_text_is_reported(db, tmp_path, data):
    path = tmp_path / "list.csv"
    path.write_bytes(data)
    with pytest.raises(CommandError, match="list.csv: "):
        load(path)


def test_a_file_that_is_not_there_is_reported(db, tmp_path):
    with pytest.raises(CommandError, match="No such file"):
        load(tmp_path / "nowhere.csv")


@pytest.mark.django_db(transaction=True)
def test_two_nodes_that_load_at_once_load_once():
    answers = at_once(lambda number: catalogue.load(), 4)
    assert sorted(answer.added for answer in answers) == [0, 0, 0, ALL]
    assert DocumentRule.objects.count() == LINES["requirements.csv"]
