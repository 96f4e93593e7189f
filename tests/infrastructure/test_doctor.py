import io

import pytest
from django.core.management import CommandError, call_command

from tests.sms_gateway import SmsGateway


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
    for name in ("database", "trigrams", "broker", "mail", "SMS", "storage", "scanner", "clock", "fonts"):
        assert f"\n{name}" in f"\n{said}"


def test_the_gateway_for_text_messages_is_named_with_the_days_count_and_without_its_token(settings):
    settings.SMS_URL = ""
    assert "SMS        ok   none" in ask()
    with SmsGateway() as server:
        settings.SMS_URL = server.url.replace("://", "://token@")
        said = ask()
    assert "SMS        ok   http+json 127.0.0.1; today 0 of 1000" in said and "token" not in said
    assert server.asked == []


@pytest.mark.parametrize(
    "changed, line",
    [
        ({"REDIS_URL": "redis://127.0.0.1:1/0"}, "broker     ILL"),
        ({"SMS_URL": "http+json://127.0.0.1:1/send"}, "SMS        ILL"),
        ({"SMS_URL": "file:///nowhere/sms.jsonl"}, "SMS        ILL"),
        ({"SCANNER_URL": "clamd:///nowhere.sock"}, "scanner    ILL"),
        ({"SCANNER_URL": "clamd://127.0.0.1:1"}, "scanner    ILL"),
    ],
)
def test_what_does_not_answer_is_named_and_fails_the_command(settings, changed, line):
    for name, value in changed.items():
        setattr(settings, name, value)
    said = io.StringIO()
    with pytest.raises(CommandError, match=r"1 of \d+"):
        call_command("doctor", stdout=said)
    assert line in said.getvalue()
