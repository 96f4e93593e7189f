"""Two requests of one browser at once, right after a key was changed."""

import pytest
from django.test import Client

from accounts.models import Session
from tests.keys.rotating import rotate_secret
from tests.threads import at_once


@pytest.mark.django_db(transaction=True)
def test_both_requests_are_answered_and_the_session_goes_on(signed_in, settings):
    rotate_secret(settings)
    name = settings.SESSION_COOKIE_NAME
    key = signed_in.cookies[name].value
    before = Session.objects.get().pk

    def look(_number):
        browser = Client()
        browser.cookies[name] = key
        return browser.get("/application/").status_code

    assert at_once(look, 2) == [200, 200]
    assert Session.objects.get().pk == before and signed_in.get("/application/").status_code == 200
