"""The cast, a client that checks every page it fetches, the mailbox, and a database marked as a test's."""

import logging
from functools import cache

import pytest
from django.conf import settings as django_settings
from django.core import mail
from django.db import connection
from django.test import TransactionTestCase
from django.utils import translation

from merchant_portal import throttling
from tests import factories, worlds
from tests.mailbox import Mailbox
from tests.pages import PageCheckingClient
from tests.phone import Phone
from tests.sms_gateway import SmsGateway


def pytest_configure(config):
    """A cheap hash for every test; those about the hash itself name the real one."""
    django_settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    django_settings.NETWORK_LIMITS = dict.fromkeys(throttling.NAMES, "0")
    TransactionTestCase._fixture_teardown = empty_tables
    logging.getLogger("mail.log").setLevel(logging.WARNING)  # aiosmtpd tells every line it reads


def empty_tables(case) -> None:
    """Deletes what a transactional test left, in milliseconds: triggers rest, the tables are small."""
    with connection.cursor() as cursor:
        deletes = "; ".join(f'DELETE FROM "{name}"' for name in tables_of_tests())  # noqa: S608 - names of our tables
        cursor.execute(f"SET session_replication_role = replica; {deletes}; SET session_replication_role = origin")


@cache
def tables_of_tests() -> list[str]:
    """Returns the tables that are emptied."""
    return [name for name in connection.introspection.table_names() if name not in KEPT]


HANG_UP = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
KEPT = {"django_migrations", "django_content_type", "auth_permission"}


@pytest.fixture(autouse=True)
def in_english():
    """Each test begins in English, whatever language the last page before it spoke."""
    translation.deactivate()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Marks the database as a test's, which alone may be emptied.

    At the end a request of the live server may still be hanging up, and a database in use is not dropped.
    """
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(f"ALTER DATABASE \"{connection.settings_dict['NAME']}\" SET portal.is_test_database = 'on'")
        cursor.execute("SET portal.is_test_database = 'on'")
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(HANG_UP)


@pytest.fixture
def client():
    """A browser that fails the test when a page breaks the rules every page keeps."""
    return PageCheckingClient()


@pytest.fixture
def another_browser():
    """A second browser beside `client`."""
    return PageCheckingClient()


@pytest.fixture
def mailbox():
    """Everything that was sent, after the outbox was drained."""
    mail.outbox.clear()
    return Mailbox()


@pytest.fixture
def olive(db):
    """Olive owns a shop; her address is confirmed."""
    return factories.confirmed_owner("Olive Tan", "olive@fernhill.example")


@pytest.fixture
def gateway(settings):
    """A gateway over HTTP that takes the text messages."""
    with SmsGateway() as server:
        settings.SMS_URL = server.url
        yield server


@pytest.fixture
def phone(settings, tmp_path):
    """The text messages that were sent, after the outbox was drained; a gateway writes them into a file."""
    phone = Phone(tmp_path / "sms.jsonl")
    settings.SMS_URL = phone.url
    return phone


@pytest.fixture
def olive_with_phone(olive, phone):
    """Olive, whose phone in Hong Kong is confirmed."""
    return factories.confirm_phone(olive)


@pytest.fixture
def catalogue_loaded(db):
    """The paper rules and reasons that are shipped."""
    worlds.load_catalogue()


@pytest.fixture
def signed_in(client, olive, mailbox):
    """Olive's browser after she signed in with a mailed code."""
    client.post("/sign-in/", {"email": olive.email, "password": factories.PASSWORD})
    client.post("/sign-in/code/", {"code": mailbox.latest(to=olive.email).code})
    return client


@pytest.fixture
def rita(db):
    """Rita reviews; she has not set up her authenticator app yet."""
    return factories.reviewer("Rita", "rita@portal.example")


@pytest.fixture
def network_limit(settings, request):
    """Returns a function that sets one limit by network, in a namespace of this test."""

    def set_limit(name: str, text: str) -> None:
        settings.NETWORK_LIMITS = dict.fromkeys(throttling.NAMES, "0") | {name: text}

    settings.LIMITS_KEY_PREFIX = f"test:{request.node.nodeid}:{id(request)}"
    throttling._limiter.cache_clear()
    yield set_limit
    throttling._limiter.cache_clear()
