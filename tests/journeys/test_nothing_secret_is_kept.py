"""After a whole journey no code, token, password or authenticator key can be read anywhere inside."""

import base64

import redis
from django.conf import settings
from django.db import connection

from accounts.models import User
from reviews.transitions import Outcome
from tests import worlds
from tests.accounts import resetting
from tests.accounts.test_staff_sign_in import enrol
from tests.factories import PASSWORD, register_form, reviewer

OLIVE = "olive@fernhill.example"


def dump_of_the_database() -> str:
    with connection.cursor() as cursor:
        texts = []
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT t::text FROM "{table}" t')  # noqa: S608 - names of our tables
            texts += [row[0] for row in cursor.fetchall()]
    return "\n".join(texts)


def everything_in_redis() -> str:
    link = redis.from_url(settings.REDIS_URL, decode_responses=True, encoding_errors="replace")
    found = []
    for key in link.scan_iter():
        kind = link.type(key)
        found.append(f"{key} {link.lrange(key, 0, -1) if kind == 'list' else link.dump(key)}")
    return "\n".join(found)


def approved_link(rita, post) -> str:
    """Olive hands in, Rita approves: returns the link of the letter."""
    review = worlds.claimed(rita, worlds.application_at(owner=User.objects.get(email=OLIVE)))
    worlds.judge(review)
    worlds.decided(review, Outcome.APPROVE)
    post.next(to=OLIVE, kind="onboarding/received")
    return post.next(to=OLIVE, kind="onboarding/approved").link


def secrets_of_a_journey(client, another_browser, post) -> dict[str, str]:
    """Walks the journey and returns every secret that was in somebody's hands."""
    client.post("/register/", register_form(client.get("/register/")))
    confirm = post.next(to=OLIVE, kind="accounts/confirm-email")
    client.post(confirm.link)
    client.post("/sign-out/")
    client.post("/sign-in/", {"email": OLIVE, "password": PASSWORD})
    code = post.next(to=OLIVE, kind="accounts/sign-in-code").code
    client.post("/sign-in/code/", {"code": code})
    reset = resetting.ask(client).cookies["reset"].value
    reset_code = post.next(to=OLIVE, kind=resetting.KIND).code
    resetting.give_code(client, reset_code)
    resetting.set_password(client)
    post.next(to=OLIVE, kind="accounts/password-changed")
    rita = reviewer("Rita", "rita@portal.example")
    key = enrol(another_browser)
    post.next(to=rita.email, kind="accounts/new-browser")
    activate = approved_link(rita, post)
    client.get(activate)
    return {
        "password": PASSWORD,
        "token": confirm.link.split("/")[2],
        "token of the activation": activate.split("/")[2],
        "code": code,
        "code of the reset": reset_code,
        "cookie of the reset": reset,
        "new password": resetting.NEW,
        "authenticator key": base64.b32encode(key).decode(),
        "authenticator key in hex": key.hex(),
        "session cookie": client.cookies["session"].value,
    }


def test_neither_database_nor_broker_nor_logs_hold_a_secret(
    client, another_browser, post, capfd, caplog, tmp_path, settings
):
    settings.DECISION_UNDO_SECONDS = 0
    secrets = secrets_of_a_journey(client, another_browser, post)
    places = {
        "database": dump_of_the_database(),
        "redis": everything_in_redis(),
        "log of the worker": (tmp_path / "worker.log").read_text(),
        "log of the site": caplog.text + "".join(capfd.readouterr()),
    }
    assert OLIVE in places["database"] and "outbox drained" in places["log of the worker"]
    assert "/activate/" in places["log of the site"] and "/confirm-email/" in places["log of the site"]
    for name, secret in secrets.items():
        for place, text in places.items():
            assert secret not in text, f"{name} stands in the {place}"


def test_a_dump_of_the_tables_would_show_a_secret(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO accounts_attemptrecord (kind, key, consumed_at, touched_at) VALUES ('k','s3cret','{}',now())"
        )
    assert "s3cret" in dump_of_the_database()
