import io

import pytest
from django.core.management import CommandError, call_command

from merchant_portal.operations import alarms
from merchant_portal.operations.models import Heartbeat
from tests import beats
from tests.sms_gateway import SmsGateway


def ask() -> str:
    output = io.StringIO()
    call_command("doctor", stdout=output)
    return output.getvalue()


@pytest.fixture(autouse=True)
def services(db, settings):
    settings.EMAIL_HOST = ""  # the mail of tests goes nowhere
    beats.all_beat()


def test_everything_is_well():
    shown = ask()
    assert "FAIL" not in shown
    for name in (
        "database",
        "trigrams",
        "broker",
        "mail",
        "SMS",
        "storage",
        "scanner",
        "clock",
        "fonts",
        "proxies",
        "alarms",
        "messages",
    ):
        assert f"\n{name}" in f"\n{shown}"


def test_the_gateway_for_text_messages_is_named_with_the_days_count_and_without_its_token(settings):
    settings.SMS_URL = ""
    assert "SMS        ok   none" in ask()
    with SmsGateway() as server:
        settings.SMS_URL = server.url.replace("://", "://token@")
        shown = ask()
    assert "SMS        ok   http+json 127.0.0.1; 0 of 1000 sent today" in shown and "token" not in shown
    assert server.asked == []


@pytest.mark.parametrize(
    "changed, line",
    [
        ({"REDIS_URL": "redis://127.0.0.1:1/0"}, "broker     FAIL"),
        ({"SMS_URL": "http+json://127.0.0.1:1/send"}, "SMS        FAIL"),
        ({"SMS_URL": "file:///nowhere/sms.jsonl"}, "SMS        FAIL"),
        ({"SCANNER_URL": "clamd:///nowhere.sock"}, "scanner    FAIL"),
        ({"SCANNER_URL": "clamd://127.0.0.1:1"}, "scanner    FAIL"),
    ],
)
def test_what_does_not_answer_is_named_and_fails_the_command(settings, changed, line):
    for name, value in changed.items():
        setattr(settings, name, value)
    output = io.StringIO()
    with pytest.raises(CommandError, match="1 of "):
        call_command("doctor", stdout=output)
    assert line in output.getvalue()


@pytest.mark.parametrize("line", ["sweeps", "seal", "beat"])
def test_a_portal_whose_worker_never_ran_is_ill(line):
    Heartbeat.objects.all().delete()
    output = io.StringIO()
    with pytest.raises(CommandError, match="3 of "):
        call_command("doctor", stdout=output)
    assert f"\n{line:<10} FAIL" in output.getvalue() and "never" in output.getvalue()


def test_mail_that_is_two_hours_overdue_is_named_and_fails_the_command():
    beats.overdue_mail(hours=2)
    output = io.StringIO()
    with pytest.raises(CommandError, match="1 of "):
        call_command("doctor", stdout=output)
    assert "messages   FAIL mail 120 min, texts 0.0 s (limit 300 s)" in output.getvalue()


def test_an_open_alarm_is_named_and_fails_the_command():
    alarms.raise_alarm("file.lost", "An original is missing.")
    output = io.StringIO()
    with pytest.raises(CommandError, match="1 of "):
        call_command("doctor", stdout=output)
    assert "alarms     FAIL file.lost: An original is missing." in output.getvalue()


def test_a_proxy_that_nobody_named_is_warned_about_and_fails_nothing(client):
    client.get("/healthz/", REMOTE_ADDR="10.1.2.3", HTTP_X_FORWARDED_FOR="203.0.113.9")
    client.get("/robots.txt", REMOTE_ADDR="10.1.2.3", HTTP_X_FORWARDED_FOR="203.0.113.9")
    assert "proxies    WARN 10.1.2.3 forwards requests" in ask()
