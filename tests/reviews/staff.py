"""Reviewers at their browsers."""

from tests.accounts.test_staff_sign_in import enrol
from tests.factories import reviewer
from tests.pages import PageCheckingClient


def browser_of(person) -> PageCheckingClient:
    """Returns the browser of a person of staff who has just signed in for the first time."""
    client = PageCheckingClient()
    client.key = enrol(client, person.email)
    client.person = person
    return client


def signed_in(name: str = "Rita", **more) -> PageCheckingClient:
    """Returns the browser of a new reviewer."""
    return browser_of(reviewer(name, f"{name.lower()}@portal.example", **more))
