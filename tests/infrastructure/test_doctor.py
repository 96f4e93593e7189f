import io

import pytest
from django.core.management import CommandError, call_command


def ask() -> str:
    said = io.StringIO()
    call_command("doctor", stdout=said)
    return said.getvalue()


@pytest.fixture(autouse=True)
def services(db, settings):
    settings.EMAIL_HOST = ""  # the mail of tests goes nowhere


def test_everything_is_well():
    said = ask()
    assert "ILL" not in said
    for name in ("database", "trigrams", "broker", "mail", "SMS", "storage", "scanner", "clock"):
        assert f"\n{name}" in f"\n{said}"


@pytest.mark.parametrize(
    "changed, line",
    [
        ({"REDIS_URL": "redis://127.0.0.1:1/0"}, "broker     ILL"),
        ({"SCANNER_URL": "clamd:///nowhere.sock"}, "scanner    ILL"),
        ({"SCANNER_URL": "clamd://127.0.0.1:1"}, "scanner    ILL"),
    ],
)
def test_what_does_not_answer_is_named_and_fails_the_command(settings, changed, line):
    for name, value in changed.items():
        setattr(settings, name, value)
    said = io.StringIO()
    with pytest.raises(CommandError, match="1 of 8"):
        call_command("doctor", stdout=said)
    assert line in said.getvalue()
