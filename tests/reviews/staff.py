"""Reviewers at their browsers."""

from tests.accounts.test_staff_sign_in import enrol
from tests.factories import reviewer
from tests.pages import PageCheckingClient
from tests.reviews.test_case_verdict import items


def browser_of(person) -> PageCheckingClient:
    """Returns the browser of a person of staff who has just signed in for the first time."""
    client = PageCheckingClient()
    client.key = enrol(client, person.email)
    client.person = person
    return client


def signed_in(name: str = "Rita", **more) -> PageCheckingClient:
    """Returns the browser of a new reviewer."""
    return browser_of(reviewer(name, f"{name.lower()}@portal.example", **more))


def at(review, ending="") -> str:
    return f"/admin/reviews/case/{review.application_id}/{ending}"


def text_of(answer) -> str:
    return answer.content.decode()


def version_of(review, key, part=1) -> int:
    return items(review)[key, part].version_id


def give(client, review, key="business_licence", verdict="return", reason=(), part=1, **more):
    version = "" if key == "company" else version_of(review, key, part)
    posted = {"requirement": key, "version": version, "verdict": verdict, "reason": list(reason)} | more
    return client.post(at(review, "verdict/"), posted)
