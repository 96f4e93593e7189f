"""A query whose SQL is built once asks exactly what the ordinary one asks."""

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F
from django.db.models.sql.compiler import SQLCompiler
from django.utils import timezone

from accounts.actions import sign_in
from accounts.models import Budget, Challenge, Session, User
from accounts.models.pending import PendingSignIn
from merchant_portal.audit.models import AuditEvent
from merchant_portal.prepared import Prepared, insert
from tests.factories import confirmed_owner
from tests.threads import at_once

pytestmark = pytest.mark.django_db
ON_SITE = Prepared(
    lambda ending, name: User.objects.filter(email__endswith=ending).exclude(name=name).order_by(F("name").desc())[:2]
)


@pytest.fixture
def crew():
    return [confirmed_owner(name, f"{name}@fernhill.example".lower()) for name in ("Ada", "Bo", "Cy", "Di")]


def test_rows_come_as_from_the_ordinary_query(crew):
    assert [user.name for user in ON_SITE.all("@fernhill.example", "Di")] == ["Cy", "Bo"]
    ada = User.objects.get(name="Ada")
    found = Prepared(lambda pk: User.objects.filter(pk=pk)).first(ada.pk)
    assert vars(found).keys() == vars(ada).keys()
    assert all(getattr(found, field.attname) == getattr(ada, field.attname) for field in User._meta.concrete_fields)
    assert not found._state.adding and found._state.db == "default"


def test_each_call_has_its_own_values(crew):
    assert ON_SITE.first("@fernhill.example", "Di").name == "Cy"
    assert ON_SITE.first("@fernhill.example", "Cy").name == "Di"
    assert ON_SITE.first("@elsewhere.example", "Cy") is None
    assert ON_SITE.first("' OR true --", "Cy") is None


def test_no_value_matches_nothing(crew):
    assert Prepared(lambda name: User.objects.filter(name=name)).all(None) == []


def test_a_related_row_comes_with_it(crew, django_assert_num_queries):
    pending = sign_in.open_flow(crew[0], PendingSignIn.Purpose.SIGN_IN)
    with django_assert_num_queries(1):
        assert sign_in.PENDING.first(pending.pk).user.name == "Ada"


def test_the_sql_is_built_once(crew, monkeypatch):
    asked, build = Prepared(lambda name: User.objects.filter(name=name)), SQLCompiler.as_sql
    built = []
    monkeypatch.setattr(
        SQLCompiler, "as_sql", lambda self, *args, **more: built.append(1) or build(self, *args, **more)
    )
    assert [asked.first(name).name for name in ("Ada", "Bo", "Cy")] == ["Ada", "Bo", "Cy"]
    assert len(built) == 1


@pytest.mark.django_db(transaction=True)
def test_threads_do_not_share_values_or_connections(crew):
    asked = Prepared(lambda name: User.objects.filter(name=name))
    names = ["Ada", "Bo", "Cy", "Di"] * 5
    assert [user.name for user in at_once(lambda number: asked.first(names[number]), len(names))] == names


def test_an_insert_writes_what_save_would_write(crew):
    ada, at = crew[0], timezone.now()
    saved = AuditEvent(code="a", retention="security", by_id="1", target="t", data={"who": "阿达", "n": None})
    insert(saved)
    ordinary = AuditEvent.objects.create(code="a", retention="security", by_id="1", target="t", data=saved.data)
    rows = {row.pk: row for row in AuditEvent.objects.filter(pk__in=[saved.pk, ordinary.pk])}
    first, second = ({**vars(rows[pk]), "id": 0, "at": 0, "_state": 0} for pk in (saved.pk, ordinary.pk))
    assert first == second and saved.at >= at and not saved._state.adding
    challenge = insert(Challenge(purpose="reset", user=ada, channel="mail", expires_at=at))
    assert Challenge.objects.get() == challenge and challenge.user_id == ada.pk


def test_a_row_whose_key_is_given_keeps_it_and_stands_once():
    def session():
        return Session(session_key="k", session_data="", expire_date=timezone.now())

    assert insert(session()).pk == "k"
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(session())


def test_a_model_whose_columns_take_more_than_a_value_is_refused():
    with pytest.raises(TypeError):
        insert(Budget(kind="password", key="k", spent_at=[]))
