"""What each step may cost in SQL (contract, section 4). Statements that open and close transactions do not count."""

import pytest
from django.contrib.auth import hashers as django_hashers
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.accounts.test_sign_in_begin import ADDRESS, sign_in
from tests.factories import register_form
from tests.onboarding.joining import fill_all

TRANSACTION = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")


def statements(work) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        work()
    return [query["sql"] for query in captured if not query["sql"].startswith(TRANSACTION)]


def test_sign_in_page(client, db):
    assert statements(lambda: client.get("/sign-in/")) == []


def test_password_step(client, olive):
    assert len(statements(lambda: sign_in(client))) == 11


def test_password_step_by_text_message(client, olive_with_phone):
    assert len(statements(lambda: sign_in(client))) == 11


def test_code_step_by_text_message(client, olive_with_phone, phone):
    sign_in(client)
    code = phone.latest().code
    assert len(statements(lambda: client.post("/sign-in/code/", {"code": code}))) == 14


def test_the_other_ways(client, olive_with_phone, phone):
    sign_in(client)
    phone.all()
    assert len(statements(lambda: client.get("/sign-in/code/"))) == 7
    assert len(statements(lambda: client.get("/sign-in/channel/"))) == 6
    assert len(statements(lambda: client.get("/sign-in/trouble/"))) == 7


def test_a_text_message_costs_the_worker_what_a_mail_does_and_its_count(client, olive_with_phone, phone):
    phone.all()
    sign_in(client)
    # no mail is due; take, load, generate, keep; take again, load, count, note twice; no other text is due
    assert len(statements(phone.all)) == 11


def test_wrong_password(client, olive):
    assert len(statements(lambda: sign_in(client, password="wrong"))) == 4


def test_unknown_address_costs_what_a_wrong_password_costs(client, db):
    assert len(statements(lambda: sign_in(client, email="nobody@fernhill.example", password="wrong"))) == 4


def test_code_step(client, olive, mailbox):
    sign_in(client)
    code = mailbox.latest(to=ADDRESS).code
    assert len(statements(lambda: client.post("/sign-in/code/", {"code": code}))) == 14


def test_registration(client, db):
    form = register_form(client.get("/register/"))
    assert len(statements(lambda: client.post("/register/", form))) == 11


def test_signed_in_frame(signed_in):
    assert len(statements(lambda: signed_in.get("/help/"))) == 1


def test_task_list(signed_in, catalogue_loaded):
    assert len(statements(lambda: signed_in.get("/application/"))) == 4
    fill_all(signed_in)
    assert len(statements(lambda: signed_in.get("/application/"))) == 6


@pytest.mark.parametrize("email, password", [(ADDRESS, None), (ADDRESS, "wrong"), ("nobody@x.example", "wrong")])
def test_a_password_step_computes_the_hash_exactly_once(client, olive, settings, monkeypatch, email, password):
    settings.PASSWORD_HASHERS = ["accounts.hashers.PortalArgon2"]
    olive.set_password("a quiet walk at noon")
    olive.save()
    hasher = django_hashers.get_hasher()
    counted = []
    for name in ("encode", "verify"):
        real = getattr(type(hasher), name)
        monkeypatch.setattr(
            type(hasher),
            name,
            lambda self, *args, real=real, name=name: counted.append(name) or real(self, *args),
        )
    sign_in(client, email=email, **({"password": password} if password else {}))
    assert len(counted) == 1


def test_an_empty_budget_computes_no_hash(client, olive, monkeypatch):
    for number in range(5):
        sign_in(client, password=f"guess {number}")
    counted = []
    monkeypatch.setattr("accounts.backends.make_password", counted.append)
    monkeypatch.setattr("accounts.models.user.User.check_password", lambda *args: counted.append(args))
    assert sign_in(client).status_code == 429
    assert counted == []
