import pytest

from tests.keys.rotating import ROTATIONS


@pytest.fixture(params=ROTATIONS, ids=lambda one: one.__name__)
def rotate(request, settings):
    """Puts a new key in front when called."""
    return lambda: request.param(settings)
