"""A setting, status, role, permission, event or message type is a promise: something must keep it."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.admin import site
from django.db.models import TextChoices

from accounts.models import ContactChange, User
from accounts.roles import PERMISSIONS, Role
from merchant_portal.audit.events import AuditedEvent
from merchant_portal.messaging import message_types
from merchant_portal.messaging.models import Message
from onboarding import transitions as onboarding
from reviews import transitions as reviews
from tests.house.operator_defaults import defaults

ROOT = Path(__file__).resolve().parents[2]
APPS = ("accounts", "onboarding", "reviews", "merchant_portal")
CODE = {path: path.read_text() for app in APPS for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts}
DECLARED = (
    "transitions.py",
    "roles.py",
    "events.py",
    "history.py",
    "operator_settings.py",
    "checks.py",
    "doctor.py",
)  # or only tell of it
DJANGO = (ROOT / "merchant_portal/settings.py").read_text()
DOCUMENTS = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
ACTING = re.compile(r"/(actions|messaging|models)/")

STATUSES = (
    User.Status, ContactChange.Status, Message.Status, onboarding.Status, onboarding.MerchantStatus,
    onboarding.RequirementStatus, onboarding.VersionStatus, reviews.ReviewStatus,
)  # fmt: skip

# Declared, and kept by a later release. None of them may be mentioned in a document.
NOT_YET = {
    "APPLICATIONS_PER_COMPANY", "LIMIT_READINESS", "REVIEW_CALENDAR", "REVIEW_LEASE_MINUTES", "SCANNER_URL",
    "SECOND_REVIEW", "MerchantStatus.CLOSED", "MerchantStatus.SUSPENDED", "ReviewStatus.AWAITING_SECOND_REVIEW",
    "Role.CATALOGUE_EDITOR",
}  # fmt: skip


def is_used(pattern: str, files=CODE) -> bool:
    """Returns whether `pattern` is found in the code, beside the files that only declare."""
    return any(re.search(pattern, CODE[path]) for path in files if path.name not in DECLARED)


def settings() -> list[str]:
    """Returns the names of the values that come from outside."""
    return sorted(defaults())


def is_read(setting: str) -> bool:
    if setting.startswith("LIMIT_") and setting != "LIMIT_KEY":
        return is_used(rf'throttling\.\w+\([^)]*"{setting.removeprefix("LIMIT_").lower()}"')
    return is_used(rf'\b(settings|found)\.{setting}S?\b|"{setting}"') or bool(re.search(rf"\b{setting}S?\b", DJANGO))


def members(of: tuple[type[TextChoices], ...]) -> list[str]:
    return sorted(f"{one.__qualname__}.{member.name}" for one in of for member in one)


def is_reached(status: str) -> bool:
    """Returns whether the code gives something this status, other than to compare with it."""
    short = ".".join(status.split(".")[-2:])
    given = rf"(status=|status = |default=|SendResult\(|: |(move|close|settle|to|status)\w*\(.*)(\w+\.)?\b{short}\b"
    return is_used(given, [path for path in CODE if ACTING.search(str(path))])


@pytest.mark.parametrize("setting", settings())
def test_a_setting_is_read_by_a_rule(setting):
    assert is_read(setting) is (setting not in NOT_YET)


@pytest.mark.parametrize("status", members(STATUSES))
def test_a_status_is_reached(status):
    assert is_reached(status) is (status not in NOT_YET)


@pytest.mark.parametrize("role", list(Role))
def test_a_role_may_do_something(role):
    assert bool(PERMISSIONS[role]) is (f"Role.{role.name}" not in NOT_YET)


@pytest.mark.parametrize("permission", sorted(set().union(*PERMISSIONS.values())))
def test_a_permission_guards_something(permission):
    viewed = {
        f"{one._meta.app_label}.view_{one._meta.model_name}" for one in apps.get_models() if site.is_registered(one)
    }
    assert permission in viewed or is_used(rf'"{re.escape(permission)}"')


@pytest.mark.parametrize(
    "event", [event for one in AuditedEvent.__subclasses__() for event in one], ids=lambda one: one.code
)
def test_an_event_is_recorded(event):
    assert is_used(rf"\b{type(event).__name__}\.{event.name}\b")


@pytest.mark.parametrize("kind", message_types.all_types(), ids=lambda kind: kind.name)
def test_a_message_is_sent(kind):
    assert is_used(rf"(?<!class )(?<!emails\.)\b{kind.__name__}\b(?!\()")


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_no_document_promises_what_is_not_kept_yet(path):
    text = path.read_text()
    words = {name.rpartition(".")[2] for name in NOT_YET} | {"awaiting_second", "suspended"}
    assert not [word for word in words - {"CLOSED"} if re.search(rf"\b{word}\b", text)]
