"""A form that somebody filled in."""

import pytest

from tests.unsaved.leaving import FORMS, profile


@pytest.fixture(params=FORMS, ids=lambda make: make.__name__)
def form(request, signed_in, olive, rita, settings, catalogue_loaded):
    """Each of the forms whose values are kept, filled in and not sent."""
    settings.DECISION_UNDO_SECONDS = 0
    return request.param(signed_in, olive, rita)


@pytest.fixture
def open_profile(signed_in, olive, rita, catalogue_loaded):
    """Olive's company profile, filled in and not sent."""
    return profile(signed_in, olive, rita)
