"""However many rows others have left, a sign-in finds its own by an index, and removes nobody's."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.actions import attempts, housekeeping
from merchant_portal.audit.sealing import seal
from merchant_portal.messaging import housekeeping as of_messages
from tests.accounts.test_browser_known import step_up
from tests.accounts.test_sign_in_begin import ADDRESS, sign_in
from tests.factories import confirmed_owner

# Few rows, read once an hour and in no request.
READ_WHOLE = {"accounts_contactchange"}


def tables_read_whole(statements) -> set[str]:
    """Returns the tables that some statement can only read from end to end: no index helps it."""
    found = set()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        for sql in statements:
            if re.match(r"(SELECT|INSERT|UPDATE|DELETE|WITH|\s)", sql):
                cursor.execute(f"EXPLAIN {sql}")
                plan = "\n".join(row[0] for row in cursor.fetchall())
                found |= set(re.findall(r"Seq Scan on (\w+)", plan))
        cursor.execute("SET LOCAL enable_seqscan = on")
    return found


def statements_of(work, *arguments) -> list[str]:
    with CaptureQueriesContext(connection) as asked:
        work(*arguments)
    return [query["sql"] for query in asked]


def wrong_until_locked(client):
    for _ in range(7):
        sign_in(client, password="wrong")


def trusted_again(client, mailbox):
    step_up(client, mailbox, trust_browser="on")
    client.post("/sign-out/")
    sign_in(client)


@pytest.mark.parametrize("work", [sign_in, step_up, wrong_until_locked, trusted_again], ids=lambda work: work.__name__)
def test_a_sign_in_reads_no_growing_table_from_end_to_end(client, olive, mailbox, work):
    confirmed_owner("Max", "max@alder.example")
    needs_mail = work in (step_up, trusted_again)
    asked = statements_of(work, client, *([mailbox] if needs_mail else []))
    assert len(asked) > 5
    assert tables_read_whole(asked) == set()


def test_an_unknown_address_reads_none_either(client, olive):
    assert tables_read_whole(statements_of(lambda: sign_in(client, email="nobody@fernhill.example"))) == set()


def test_each_page_of_somebody_signed_in_reads_none(signed_in):
    for path in ("/application/", "/security/password/"):
        assert tables_read_whole(statements_of(signed_in.get, path)) == set()


@pytest.mark.parametrize(
    "work", [housekeeping.remove_finished, of_messages.remove_old, seal], ids=lambda work: work.__module__
)
def test_housekeeping_finds_its_rows_by_an_index(signed_in, work):
    assert tables_read_whole(statements_of(work)) <= READ_WHOLE


def test_an_old_budget_is_taken_over_in_the_same_statement(client, olive):
    key = attempts.password_key(ADDRESS)
    for _ in range(5):
        attempts.consume(attempts.Limit.PASSWORD, key)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE accounts_attemptrecord SET locked_until = now() - %(ago)s, touched_at = now() - %(ago)s, "
            "consumed_at = ARRAY[now() - %(ago)s]",
            {"ago": timedelta(days=9)},
        )
    asked = statements_of(sign_in, client)
    assert not [sql for sql in asked if sql.startswith("DELETE")]
    assert attempts.next_attempt_at(attempts.Limit.PASSWORD, key) is None
