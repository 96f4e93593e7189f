"""What docs/security says in figures is what the code does."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from accounts import hashers
from accounts.actions import attempts, phones, reset
from accounts.models import challenge, contact, flow, link
from tests.house.operator_defaults import defaults

TEXT = (Path(__file__).resolve().parents[2] / "docs/security/sign-in.md").read_text()
ROWS = re.findall(r"^\| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", TEXT.split("## Limits")[1], re.MULTILINE)[1:]
DEFAULTS = defaults()
NUMBERS = [name for name, value in DEFAULTS.items() if isinstance(value, int)]
CONSTANTS = {
    "emails about locks": f"{attempts.NOTICES_PER_HOUR[0]}, {attempts.NOTICES_PER_DAY[0]}",
    "hashes computed at once": "one a core, at least 2",
    "wait for a slot for hashing": str(hashers.WAIT_SECONDS),
    "wrong codes in one sign-in": str(flow.WRONG_CODES),
    "codes of one sign-in": str(challenge.LIVE_CODES),
    "a reset stays open": str(reset.LASTS // timedelta(hours=1)),
    "a new password can be set": str(reset.TICKET_LASTS // timedelta(minutes=1)),
    "codes of a person to unconfirmed": f"{attempts.TO_CONTACTS_PER_HOUR[0]}, {attempts.TO_CONTACTS_PER_DAY[0]}",
    "accounts on which one phone": str(phones.ACCOUNTS_PER_NUMBER),
    "a link that unlocks": str(link.UNLOCK_HOURS),
    "a change of email or phone": str(contact.WAIT_HOURS),
}


@pytest.mark.parametrize("what, setting, value", [row for row in ROWS if row[1] != "constant"])
def test_a_setting_has_the_value_that_is_reported(what, setting, value):
    name = setting.strip("`")
    assert str(DEFAULTS[name]) == value.strip()


def test_each_constant_has_the_value_that_is_reported():
    shown = {what: value.strip() for what, setting, value in ROWS if setting == "constant"}
    assert len(shown) == len(CONSTANTS)
    for start, value in CONSTANTS.items():
        assert [shown for what, shown in shown.items() if what.startswith(start)] == [value], start


def test_every_limit_of_the_settings_is_reported():
    named = {setting.strip("`") for _what, setting, _value in ROWS}
    security = {
        name for name in NUMBERS if name.startswith(("LOCK_", "STEP_UP_", "RESE", "SEND", "TRUST", "SMS_", "IDLE"))
    }
    assert security | {"PENDING_SIGN_IN_MINUTES", "REAUTH_MINUTES", "SESSION_HOURS", "STAFF_IDLE_MINUTES"} <= named
    assert {name for name in DEFAULTS if name.startswith("LIMIT_")} - {"LIMIT_KEY", "LIMIT_READINESS"} <= named
