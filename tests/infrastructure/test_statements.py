"""A statement that is written out asks and writes exactly what the ordinary one does."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.actions import sign_in
from accounts.models import Challenge, Session, User
from accounts.models.pending import PendingSignIn
from merchant_portal.audit.models import AuditEvent
from merchant_portal.statements import Select, insert
from onboarding.models import Application
from tests.factories import confirmed_owner
from tests.threads import at_once

pytestmark = pytest.mark.django_db
ON_SITE = Select(User, "WHERE email LIKE %s AND name <> %s ORDER BY name DESC LIMIT 2")
BY_NAME = Select(User, "WHERE name = %s")


@pytest.fixture
def crew():
    return [confirmed_owner(name, f"{name}@fernhill.example".lower()) for name in ("Ada", "Bo", "Cy", "Di")]


def columns(row) -> dict:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def test_rows_come_as_from_the_ordinary_query(crew):
    assert [user.name for user in ON_SITE.all("%@fernhill.example", "Di")] == ["Cy", "Bo"]
    ada = User.objects.get(name="Ada")
    found = Select(User, "WHERE id = %s").first(ada.pk)
    assert found == ada and columns(found) == columns(ada)


def test_each_call_has_its_own_values_and_none_matches_nothing(crew):
    assert ON_SITE.first("%@fernhill.example", "Di").name == "Cy"
    assert ON_SITE.first("%@fernhill.example", "Cy").name == "Di"
    assert ON_SITE.first("%@elsewhere.example", "Cy") is None
    assert ON_SITE.first("' OR true --", "Cy") is None
    assert BY_NAME.all(None) == []


def test_a_related_row_comes_with_it_where_there_is_one(crew, django_assert_num_queries):
    pending = sign_in.open_flow(crew[0], PendingSignIn.Purpose.SIGN_IN)
    with django_assert_num_queries(1):
        assert columns(sign_in.PENDING.first(pending.pk).user) == columns(crew[0])
    insert(Session(session_key="k", session_data="", expire_date=timezone.now()))
    with django_assert_num_queries(1):
        assert Select(Session, "WHERE session_key = %s", join="user").first("k").user is None


@pytest.mark.django_db(transaction=True)
def test_threads_do_not_share_values_or_connections(crew):
    names = ["Ada", "Bo", "Cy", "Di"] * 5
    assert [user.name for user in at_once(lambda number: BY_NAME.first(names[number]), len(names))] == names


def test_an_insert_writes_what_save_would_write(crew):
    ada, at = crew[0], timezone.now()
    written = insert(AuditEvent(code="a", retention="security", by_id="1", target="t", data={"who": "阿达", "n": None}))
    ordinary = AuditEvent.objects.create(code="a", retention="security", by_id="1", target="t", data=written.data)
    first, second = (columns(AuditEvent.objects.get(pk=row.pk)) | {"id": 0, "at": 0} for row in (written, ordinary))
    assert first == second and written.at >= at
    challenge = insert(Challenge(purpose="reset", user=ada, channel="mail", expires_at=at))
    assert Challenge.objects.get() == challenge and challenge.user_id == ada.pk


def test_an_inserted_row_can_be_saved_again(crew, django_assert_num_queries):
    challenge = insert(Challenge(purpose="reset", user=crew[0], channel="mail", expires_at=timezone.now()))
    challenge.channel = "sms"
    challenge.save()
    assert [row.channel for row in Challenge.objects.all()] == ["sms"]


def test_a_row_whose_key_is_given_keeps_it_and_is_written_once():
    def session():
        return Session(session_key="k", session_data="", expire_date=timezone.now())

    assert insert(session()).pk == "k"
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(session())


def test_a_model_with_a_column_that_the_database_fills_is_refused():
    with pytest.raises(TypeError):
        insert(Application())
