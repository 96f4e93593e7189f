import os
import runpy
from base64 import b64encode, urlsafe_b64encode
from types import SimpleNamespace

import pytest

from merchant_portal import environment
from tests.house.operator_defaults import REQUIRED, ROOT, SECRET

PRODUCTION = REQUIRED | {
    "DATABASE_URL": "postgresql://portal:p%40ss@db.internal:5433/portal?sslmode=verify-full",
    "EMAIL_URL": "smtps://user:p%40ss@mail.internal",
    "SCANNER_URL": "clamd://scanner.internal:3310",
}


@pytest.fixture
def given(monkeypatch):
    """Replaces the whole environment by production's, with changes; None takes a name away."""

    def replace(**changed):
        for name in list(os.environ):
            monkeypatch.delenv(name)
        for name, value in (PRODUCTION | changed).items():
            if value is not None:
                monkeypatch.setenv(name, str(value))
        return lambda: SimpleNamespace(**runpy.run_path(ROOT / "merchant_portal/operator_settings.py"))

    return replace


def faults(read) -> str:
    with pytest.raises(environment.Unsafe) as stopped:
        read()
    return str(stopped.value)


def test_a_complete_environment_is_read(given):
    found = given()()
    assert found.DATABASE_URL["PASSWORD"] == "p@ss" and found.DATABASE_URL["OPTIONS"] == {"sslmode": "verify-full"}
    assert (found.EMAIL_URL["port"], found.EMAIL_URL["ssl"], found.EMAIL_URL["password"]) == (465, True, "p@ss")
    assert found.REVIEW_BUSINESS_DAYS == 3


def test_every_fault_is_reported_at_once(given):
    shown = faults(given(SECRET_KEY=None, DATABASE_URL="mysql://x", LOCK_MINUTES="soon", PUBLIC_ORIGIN=None))
    for name in ("SECRET_KEY", "DATABASE_URL", "LOCK_MINUTES", "PUBLIC_ORIGIN"):
        assert f"- {name}: " in shown


@pytest.mark.parametrize(
    "changed, expected",
    [
        ({"SECRET_KEY": "short"}, "SECRET_KEY"),
        ({"SECRET_KEY": f"{SECRET},change-me-please-change-me-please-change-me"}, "SECRET_KEY"),
        ({"CODE_PEPPERS": "x" * 31}, "CODE_PEPPERS"),
        ({"LIMIT_KEY": None}, "LIMIT_KEY"),
        ({"LIMIT_KEY": "x" * 31}, "LIMIT_KEY"),
        ({"LIMIT_KEY": f"{SECRET},{SECRET}"}, "LIMIT_KEY"),
        ({"FIELD_KEYS": "dG9vIHNob3J0"}, "FIELD_KEYS: each entry must be base64 of 32 bytes; one has 9"),
        ({"FIELD_KEYS": "no base64!"}, "FIELD_KEYS: each entry must be base64; one has other characters"),
        ({"DEBUG": "1"}, "DEBUG"),
        ({"PUBLIC_ORIGIN": "http://portal.internal"}, "PUBLIC_ORIGIN"),
        ({"PUBLIC_ORIGIN": "https://*"}, "PUBLIC_ORIGIN"),
        ({"PUBLIC_ORIGIN": "https://*.internal"}, "PUBLIC_ORIGIN"),
        ({"EMAIL_URL": "mailbox:"}, "EMAIL_URL"),
        ({"SMS_URL": "mailbox:"}, "SMS_URL"),
        ({"SMS_URL": "http+json://sms.internal/send"}, "SMS_URL"),
        ({"SMS_URL": "https+json://sms.internal:port/"}, "SMS_URL"),
        ({"TRUSTED_PROXIES": "everybody"}, "TRUSTED_PROXIES"),
        ({"STORAGE_URL": "s3://s3.internal/documents"}, "STORAGE_URL"),
        ({"STORAGE_URL": "s3://key:secret@s3.internal/"}, "STORAGE_URL"),
        ({"LIMIT_SIGN_IN": "100/5m"}, "LIMIT_SIGN_IN"),
        ({"SWEEP_SECONDS": "0"}, "SWEEP_SECONDS"),
        ({"SECOND_REVIEW": "sometimes"}, "SECOND_REVIEW"),
        ({"ENVIRONMENT": "staging"}, "ENVIRONMENT"),
    ],
)
def test_an_unsafe_or_malformed_value_stops_the_start(given, changed, expected):
    assert expected in faults(given(**changed))


@pytest.mark.parametrize("name", ["MIN_FILL_SECONDS", "DECISION_UNDO_SECONDS"])
def test_two_numbers_may_be_switched_off(given, name):
    assert getattr(given(**{name: "0"})(), name) == 0


def test_a_secret_is_read_from_a_file(given, tmp_path):
    secret = tmp_path / "secret"
    secret.write_text(f"{SECRET}\n")
    assert given(SECRET_KEY=None, SECRET_KEY_FILE=secret)().SECRET_KEYS == [SECRET]


KEY = bytes(range(162, 194))  # its base64 has both `+` and `/`


STANDARD, URL_SAFE = b64encode(KEY).decode(), urlsafe_b64encode(KEY).decode()


@pytest.mark.parametrize("written", [STANDARD, URL_SAFE, STANDARD.rstrip("="), URL_SAFE.rstrip("=")])
def test_a_field_key_may_be_written_in_either_alphabet_of_base64(given, written):
    assert given(FIELD_KEYS=written)().FIELD_KEYS == [KEY]


def test_older_secrets_stay_listed(given):
    assert [f"{SECRET}1", f"{SECRET}2"] == given(SECRET_KEY=f"{SECRET}1,{SECRET}2")().SECRET_KEYS


@pytest.mark.parametrize(
    "url, broker, limits",
    [
        ("unix:///run/r.sock?db=3", "redis+socket:///run/r.sock?virtual_host=3", "redis+unix:///run/r.sock?db=3"),
        ("rediss://h:6380/1", "rediss://h:6380/1", "rediss://h:6380/1"),
    ],
)
def test_one_redis_address_serves_broker_and_limits(url, broker, limits):
    assert (environment.for_celery(url), environment.for_limits(url)) == (broker, limits)
