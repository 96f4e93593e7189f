"""Pressing one button twice, and what may be there afterwards: what one press leaves."""

from django.apps import apps
from django.contrib.auth import SESSION_KEY
from django.db import connection
from django.test import Client

from accounts.events import AccountEvent
from merchant_portal import form_ids
from merchant_portal.audit.models import AuditEvent
from merchant_portal.idempotency.models import RecordedAnswer

CHECKED = AccountEvent.PASSWORD_ACCEPTED.code  # secrets are checked, and their checks noted, at each press
NOT_EFFECTS = {"accounts_session", "accounts_attemptrecord", RecordedAnswer._meta.db_table}


def form_id_for(client: Client) -> str:
    """Returns the id that a form on a page of this browser would carry."""
    person = client.session.get(SESSION_KEY)
    return form_ids.new(int(person) if person else None)


def contents() -> dict[str, int]:
    """Returns how many rows each table has; tries and sessions are not effects of a press."""
    tables = {model._meta.db_table for model in apps.get_models() if model._meta.managed} - NOT_EFFECTS
    counted = " UNION ALL ".join(f"SELECT '{name}', count(*) FROM \"{name}\"" for name in sorted(tables))  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(counted)
        rows = dict(cursor.fetchall())
    return rows | {"audit_auditevent": AuditEvent.objects.exclude(code=CHECKED).count()}


def answer_of(response) -> tuple[int, str]:
    """Returns what has to be alike: the status, and where it leads."""
    return response.status_code, response.get("Location", "")
