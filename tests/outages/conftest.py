"""One portal for all outages of a run; the table is written when all of them were run."""

import os

import pytest

from tests.outages import table
from tests.outages.site import Site


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """A whole portal; each outage leaves it as it found it."""
    with Site(tmp_path_factory.mktemp("outages")) as running:
        yield running


def pytest_sessionfinish(session, exitstatus):
    """Keeps the table when a whole run was green."""
    if table.ROWS and exitstatus == 0 and os.environ.get("KEEP_TABLE") == "1":
        table.write()
