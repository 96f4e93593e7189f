"""Staff who attack, or in whose name somebody does, each in a state of their work."""

from django.test import Client

from accounts.actions import authenticators
from accounts.models import TotpDevice
from onboarding.models import Application
from onboarding.transitions import Status
from reviews.transitions import Outcome
from tests import factories, worlds
from tests.accounts.test_staff_sign_in import enrol
from tests.attacks.input.cast import Stage, device_code
from tests.factories import PASSWORD
from tests.reviews.test_case_verdict import items

RITA = "rita@portal.example"


def staff(mailbox) -> Stage:
    """Staff with an app, not signed in."""
    factories.reviewer("Rita", RITA)
    enrol(Client(), RITA)
    return Stage(Client())


def new_staff(mailbox) -> Stage:
    """Staff who gave the right password and set up the app."""
    person, client = factories.reviewer("Nora", "nora@portal.example"), Client()
    client.post("/admin/sign-in/", {"email": person.email, "password": PASSWORD})
    return Stage(client, fields={"code": device_code(authenticators.unconfirmed_app(person))})


def asked_staff(mailbox) -> Stage:
    """Staff who gave the right password and have an app."""
    stage = staff(mailbox)
    stage.client.post("/admin/sign-in/", {"email": RITA, "password": PASSWORD})
    TotpDevice.objects.update(last_step=0)
    stage.fields["code"] = device_code(TotpDevice.objects.get())
    return stage


def _reviewer(application: Application) -> tuple[Stage, object]:
    client, person = Client(), factories.reviewer("Rita", RITA)
    enrol(client, RITA)
    return Stage(client, {"case_id": application.pk, "object_id": person.pk}), person


def reviewer(mailbox) -> Stage:
    """A reviewer; one case waits to be claimed."""
    return _reviewer(worlds.application_at(Status.SUBMITTED))[0]


def holder(mailbox) -> Stage:
    """A reviewer who has judged everything in a case and decided nothing."""
    stage, person = _reviewer(worlds.application_at(Status.SUBMITTED))
    review = worlds.claimed(person, Application.objects.get())
    worlds.judge(review)
    stage.fields["version"] = items(review)["business_licence", 1].version_id
    return stage


def returner(mailbox) -> Stage:
    """The same, with something to return."""
    stage, person = _reviewer(worlds.application_at(Status.SUBMITTED))
    worlds.judge(worlds.claimed(person, Application.objects.get()), business_licence=["doc.cropped"])
    return stage


def decider(mailbox) -> Stage:
    """A reviewer whose decision waits for the end of its window."""
    stage, person = _reviewer(worlds.application_at(Status.SUBMITTED))
    review = worlds.claimed(person, Application.objects.get())
    worlds.judge(review)
    worlds.decided(review, Outcome.APPROVE)
    return stage
