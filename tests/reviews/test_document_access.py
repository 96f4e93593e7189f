"""Who may open which upload: role by state by relation."""

import pytest
from django.test import Client

from accounts.roles import Role
from merchant_portal.audit.models import AuditEvent
from onboarding.models import DocumentVersion
from onboarding.permissions import can_open_version
from onboarding.transitions import Status
from tests import factories, worlds
from tests.reviews.staff import browser_of, version_of

pytestmark = pytest.mark.django_db
READERS = {Role.REVIEWER, Role.LEAD}


def person_of(role: str, application):
    """Returns somebody of this role or relation to the application."""
    if role == "member":
        return worlds.owner_of(application)
    if role == "another merchant":
        return factories.confirmed_owner("Ann", "ann@fernhill.example", company="Fern Hill")
    return factories.reviewer("Sam", "sam@portal.example", role)


def draft():
    return DocumentVersion.objects.get(document__requirement=_licence(worlds.application_at(Status.DRAFT)))


def submitted():
    return DocumentVersion.objects.get(document__requirement=_licence(worlds.application_at()))


def not_sent_yet():
    """What was uploaded for corrections, before it is submitted again."""
    review = worlds.claimed(worlds.reviewer("Rita"))
    worlds.judge(review, business_licence=["doc.cropped"])
    application = review.application
    worlds.decided(review, worlds.Outcome.REQUEST_CHANGES)
    application.refresh_from_db()
    assert application.status == Status.CHANGES_REQUESTED
    worlds.provide(_licence(application), worlds.owner_of(application))
    return DocumentVersion.objects.filter(document__requirement=_licence(application)).latest("pk")


def _licence(application):
    return application.requirements.get(key="business_licence")


@pytest.mark.parametrize("state, is_submitted", [(draft, False), (submitted, True), (not_sent_yet, False)])
@pytest.mark.parametrize("role", ["member", "another merchant", *Role])
def test_reviewers_open_only_what_was_submitted_and_members_their_own(role, state, is_submitted, settings):
    settings.DECISION_UNDO_SECONDS = 0
    version = state()
    person = person_of(role, version.document.requirement.application)
    assert can_open_version(person, version) is (role == "member" or (role in READERS and is_submitted))


@pytest.mark.parametrize("held_by", ["nobody", "me", "another"])
def test_whoever_holds_the_case_a_reviewer_opens_its_documents(held_by):
    application, rita = worlds.application_at(), worlds.reviewer("Rita")
    if held_by != "nobody":
        worlds.claimed(rita if held_by == "me" else worlds.reviewer("Sam"), application)
    version = DocumentVersion.objects.get(document__requirement=_licence(application))
    assert can_open_version(rita, version)


@pytest.mark.parametrize("ending", ["", "pages/1/"])
def test_a_draft_is_no_page_for_a_reviewer_and_leaves_no_line(ending):
    rita = browser_of(worlds.reviewer("Rita"))
    assert rita.get(f"/documents/{draft().pk}/{ending}").status_code == 404
    assert not AuditEvent.objects.filter(code="onboarding.document_opened").exists()


@pytest.mark.parametrize("ending", ["", "pages/1/"])
def test_somebody_who_is_not_signed_in_is_led_to_sign_in(ending):
    assert Client().get(f"/documents/{submitted().pk}/{ending}")["Location"].startswith("/sign-in/")


def test_a_reviewer_opens_what_was_submitted_and_leaves_a_line():
    review = worlds.claimed(worlds.reviewer("Sam"))
    rita = browser_of(worlds.reviewer("Rita"))
    assert rita.get(f"/documents/{version_of(review, 'business_licence')}/pages/1/").status_code == 200
    opened = AuditEvent.objects.get(code="onboarding.document_opened")
    assert opened.by_id == str(rita.person.pk)
