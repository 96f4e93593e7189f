import os

import pytest

from tests import s3


@pytest.fixture(scope="session")
def s3_url(tmp_path_factory):
    """The STORAGE_URL of a private S3 server: one for the whole run, up when the first test asks for it."""
    if not s3.program():
        if os.environ.get("CI") == "true":
            pytest.fail("THE S3 SERVER OF THE TESTS (weed) IS NOT INSTALLED")
        pytest.skip("NO S3 SERVER (weed) FOR THIS MACHINE")
    folder = tmp_path_factory.getbasetemp()
    return s3.url_of_run(folder.parent if os.environ.get("PYTEST_XDIST_WORKER") else folder)
