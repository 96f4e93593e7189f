"""The cast, a client that checks every page it fetches, the mailbox, and a database marked as a test's."""

import logging
import os

import pytest
from django.conf import settings as django_settings
from django.core import mail
from django.db import connection
from django.db.backends.signals import connection_created
from django.utils import translation

from merchant_portal import circuit, clock, throttling
from merchant_portal.messaging import outbox
from tests import factories, worker, worlds
from tests.mailbox import Mailbox
from tests.pages import PageCheckingClient
from tests.phone import Phone
from tests.sms_gateway import SmsGateway

LONG = ("test_every_page", "test_whole_journey", "test_launcher", "test_outbox_faults", "journeys/", "test_redis_down")


def pytest_configure(config):
    """A cheap hash for every test; those about the hash itself name the real one."""
    django_settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    django_settings.NETWORK_LIMITS = dict.fromkeys(throttling.NAMES, "0")
    connection_created.disconnect(clock.measure)  # tests move the clock themselves
    logging.getLogger("mail.log").setLevel(logging.WARNING)  # aiosmtpd tells every line it reads


def pytest_xdist_auto_num_workers():
    """One process more than there are cores: tests wait for pages and programs, which is when another one works."""
    return os.cpu_count() + 1


def pytest_collection_modifyitems(items):
    """The long ones first, so that no process is left with one of them when the others are done."""
    items.sort(key=lambda item: not any(name in item.nodeid for name in LONG))


HANG_UP = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


@pytest.fixture(autouse=True)
def fresh_process():
    """Each test begins in English, asks Redis and knows no mail server, whatever the one before left."""
    translation.deactivate()
    circuit.redis.close()
    outbox.mail_transport.close()
    yield
    worker.end_left()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Marks the database as a test's, which alone may be emptied; at the end requests may still be hanging up."""
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
    """The document rules and reasons that are shipped."""
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
    throttling.limiter.cache_clear()
    yield set_limit
    throttling.limiter.cache_clear()
