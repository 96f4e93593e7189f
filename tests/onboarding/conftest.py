"""What the tests of this app share."""

import pytest
from django.test import Client

from onboarding.models import DocumentVersion
from tests.onboarding.joining import save_company, send_document


@pytest.fixture
def answer_for(mailbox):
    """Returns a function that asks why an address cannot sign in, and returns the mail that comes."""

    def answer(email):
        Client().post("/help/sign-in/", {"email": email})
        return mailbox.latest(to=email, kind="onboarding/why-not-signed-in")

    return answer


@pytest.fixture
def version(signed_in, catalogue_loaded):
    """The licence that a merchant has uploaded and the worker has opened."""
    save_company(signed_in)
    send_document(signed_in, "business_licence")
    return DocumentVersion.objects.get()
