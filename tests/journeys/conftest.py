import pytest

from tests import worker as workers
from tests.mailbox import Post
from tests.smtp_sink import SmtpSink


@pytest.fixture
def post(transactional_db, tmp_path):
    """The mail that a real worker hands to a real mail server: `post.latest(to)` waits for it."""
    with SmtpSink() as sink:
        worker = workers.worker(tmp_path / "worker.log", sink.url).start()
        try:
            yield Post(sink)
        finally:
            worker.kill()
