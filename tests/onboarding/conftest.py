"""What the tests of this app share."""

import pytest
from django.test import Client


@pytest.fixture
def answer_for(mailbox):
    """Returns a function that asks why an address cannot sign in, and returns the mail that comes."""

    def answer(email):
        Client().post("/help/sign-in/", {"email": email})
        return mailbox.latest(to=email, kind="onboarding/why-not-signed-in")

    return answer
