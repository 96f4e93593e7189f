import pytest
from django.apps import apps
from django.db import ProgrammingError, connection, transaction

from accounts.events import AccountEvent
from merchant_portal.audit import recording as audit
from merchant_portal.audit.models import AuditEvent
from onboarding.events import OnboardingEvent


@pytest.fixture
def event(olive):
    return audit.record(
        AccountEvent.SIGNED_IN, target=olive, by=olive, method="mail", browser="", network="", known=True
    )


def test_it_says_what_whom_who_and_how(event, olive):
    row = AuditEvent.objects.get(pk=event.pk)
    assert (row.code, row.target, row.by_id) == ("accounts.signed_in", f"accounts.user:{olive.pk}", str(olive.pk))
    assert row.data["method"] == "mail" and row.retention == "security"


@pytest.mark.parametrize("facts", [{}, {"method": "mail", "more": 1}, {"way": "mail"}])
def test_only_the_declared_keys_are_taken(db, facts):
    with pytest.raises(ValueError, match="declares"):
        audit.record(AccountEvent.SIGNED_IN, **facts)


@pytest.mark.parametrize(
    "change",
    [
        lambda: AuditEvent.objects.update(code="other"),
        lambda: AuditEvent.objects.all().delete(),
        lambda: AuditEvent.objects.bulk_update([_changed()], ["code"]),
        lambda: connection.cursor().execute("DELETE FROM audit_auditevent"),
        lambda: connection.cursor().execute("UPDATE audit_auditevent SET by_id = '0'"),
    ],
)
def test_the_database_refuses_every_change(event, change):
    with pytest.raises(ProgrammingError), transaction.atomic():
        change()


def _changed():
    row = AuditEvent.objects.first()
    row.code = "other"
    return row


def test_only_a_database_marked_as_a_tests_can_be_emptied(event):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL portal.is_test_database = 'off'")
        with pytest.raises(ProgrammingError), transaction.atomic():
            cursor.execute("TRUNCATE audit_auditevent")
        cursor.execute("SET LOCAL portal.is_test_database = 'on'")
        cursor.execute("TRUNCATE audit_auditevent")
    assert not AuditEvent.objects.exists()


def test_it_is_written_with_the_change_or_not_at_all(olive):
    before = AuditEvent.objects.count()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        audit.record(AccountEvent.SIGNED_OUT, target=olive, by=olive)
        raise ZeroDivisionError
    assert AuditEvent.objects.count() == before


@pytest.mark.parametrize("events", [AccountEvent, OnboardingEvent])
def test_codes_begin_with_the_app_and_stand_once(events):
    codes = [event.code for event in events]
    assert len(set(codes)) == len(codes)
    assert {code.split(".")[0] for code in codes} == {events.__module__.split(".")[0]}


def test_the_audit_refers_by_text_without_foreign_keys():
    fields = apps.get_model("audit", "AuditEvent")._meta.get_fields()
    assert not [field.name for field in fields if field.is_relation]
