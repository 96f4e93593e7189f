import contextlib
import os
from pathlib import Path

import pytest

from merchant_portal import environment, throttling
from merchant_portal.local import servers
from merchant_portal.messaging import outbox
from merchant_portal.messaging.models import Message
from tests import s3
from tests import worker as workers
from tests.accounts.test_sign_in_begin import ADDRESS, sign_in
from tests.factories import confirmed_owner
from tests.pages import PageCheckingClient
from tests.smtp_sink import SmtpSink


@pytest.fixture(scope="session")
def s3_url(tmp_path_factory):
    """The STORAGE_URL of a private S3 server: one for the whole run, up when the first test asks for it."""
    if not s3.program():
        if os.environ.get("CI") == "true":
            pytest.fail("THE S3 SERVER OF THE TESTS (weed) IS NOT INSTALLED")
        pytest.skip("NO S3 SERVER (weed) FOR THIS MACHINE")
    folder = tmp_path_factory.getbasetemp()
    return s3.url_of_run(folder.parent if os.environ.get("PYTEST_XDIST_WORKER") else folder)


@pytest.fixture
def own_bucket(s3_url):
    """The STORAGE_URL of an empty bucket that no other process of the run uses."""
    name = f"{s3.BUCKET}-{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
    with contextlib.closing(s3.client(s3_url)) as link:
        with contextlib.suppress(link.exceptions.BucketAlreadyExists, link.exceptions.BucketAlreadyOwnedByYou):
            link.create_bucket(Bucket=name)
        for found in link.list_objects_v2(Bucket=name).get("Contents", []):
            link.delete_object(Bucket=name, Key=found["Key"])
    return s3_url.replace(f"/{s3.BUCKET}?", f"/{name}?")


@pytest.fixture
def redis(tmp_path_factory, settings):
    """A Redis of this test's own, so that it can be stopped: the broker and the limits by network are on it."""
    before = settings.CELERY_BROKER_URL
    own = servers.Servers(Path(tmp_path_factory.mktemp("r", numbered=True)), keep=False)
    own.home.chmod(0o711)
    for parent in own.home.parents[:3]:
        parent.chmod(parent.stat().st_mode | 0o011)
    own.url = servers.redis_url(0, own.home)
    own.start(postgres=False)
    workers.use_broker(environment.for_celery(own.url))
    settings.LIMITS_STORAGE_URL = environment.for_limits(own.url)
    throttling.limiter.cache_clear()
    yield own
    own.stop()
    workers.use_broker(before)
    throttling.limiter.cache_clear()


@pytest.fixture
def sink():
    with SmtpSink() as server:
        yield server


@pytest.fixture
def use(settings):
    """Returns a function that has mail really go to a server, which is waited for a third of a second."""

    def use_server(server, seconds: float = 0.3) -> None:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, seconds

    outbox.mail_transport.close()  # what earlier tests left open leads elsewhere
    yield use_server
    outbox.mail_transport.close()


@pytest.fixture
def mail_server(sink, use):
    """A mail server that mail really goes to, and that may take its time."""
    use(sink, seconds=10)
    return sink


@pytest.fixture
def signing_in(mail_server):
    """Olive's browser after her password; the mail with the code waits."""
    confirmed_owner("Olive Tan", ADDRESS)
    Message.objects.all().delete()
    client = PageCheckingClient()
    sign_in(client)
    return client
