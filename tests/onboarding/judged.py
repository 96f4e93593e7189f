"""Olive's application after the review team looked at it; what they decide takes effect at once."""

from accounts.models import User
from onboarding.models import Application
from onboarding.transitions import Status
from reviews.models import Review
from reviews.transitions import Outcome
from tests import factories, worlds

LICENCE, CARD = "business_licence", "representative_id"


def in_review(owner: User, rita: User) -> Review:
    return worlds.claimed(rita, worlds.application_at(Status.SUBMITTED, owner=owner))


def returned(owner: User, rita: User, *, message: str = "", **codes: list[str]) -> Application:
    """Returns an application whose items named in `codes` came back."""
    review = in_review(owner, rita)
    worlds.judge(review, **codes)
    return outcome_of(review, Outcome.REQUEST_CHANGES, message=message)


def approved(owner: User, rita: User) -> Application:
    review = in_review(owner, rita)
    worlds.judge(review)
    return outcome_of(review, Outcome.APPROVE)


def rejected(owner: User, rita: User, *codes: str, **more) -> Application:
    return outcome_of(in_review(owner, rita), Outcome.REJECT, reasons=list(codes or ["registry.inactive"]), **more)


def sign_in(browser, person: User, mailbox, **more):
    """Signs the person in with a mailed code and returns the last answer."""
    browser.post("/sign-in/", {"email": person.email, "password": factories.PASSWORD} | more)
    return browser.post("/sign-in/code/", {"code": mailbox.latest(to=person.email).code})


def outcome_of(review: Review, outcome: Outcome, **more) -> Application:
    worlds.decided(review, outcome, **more)
    review.application.refresh_from_db()
    return review.application
