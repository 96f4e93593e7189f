import pytest

from tests.keys.keys import Keys


@pytest.fixture
def keys(settings, request):
    """All keys of this process, or those that the test's mark `only` or `one_by_one` names."""
    return Keys(settings, getattr(request, "param", "all"))
