"""The case page over the rounds: what is new, what the merchant reads, what is on record, what it costs."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from merchant_portal.audit.models import AuditEvent
from onboarding.actions import applications, requirements
from tests import worlds
from tests.reviews.staff import at, signed_in, text_of, version_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def rita_at_work():
    return signed_in()


@pytest.fixture
def review(rita_at_work):
    return worlds.claimed(rita_at_work.person)


def test_the_second_round_marks_what_is_new(rita_at_work, review, settings):
    settings.DECISION_UNDO_SECONDS = 0
    application, owner = review.application, worlds.owner_of(review.application)
    worlds.judge(review, business_licence=["doc.cropped"], company=["address.differs:city"])
    worlds.decided(review, worlds.Outcome.REQUEST_CHANGES)
    worlds.provide(application.requirements.get(key="business_licence"), owner)
    requirements.comment(application=application, key="company", text="The city is right.", by=owner)
    applications.submit(application=application, by=owner)
    application.refresh_from_db()
    again = worlds.claimed(rita_at_work.person, application)
    page = text_of(rita_at_work.get(at(again)))
    assert "New in this submission" in page and page.count("Accepted, submission 1") == 2
    assert "The city is right." in page and "2 of 4 reviewed" in page
    compared = re.search(r'href="([^"]+\?item=[^"]+compare=\d+)', page)[1].replace("&amp;", "&")
    assert text_of(rita_at_work.get(compared)).count("<img") == 2


def test_what_the_merchant_will_read_stands_there_in_their_language(rita_at_work):
    owner = worlds.factories.confirmed_owner("Max", "max@lesnaya.example", language="ru")
    review = worlds.claimed(rita_at_work.person, worlds.application_at(owner=owner))
    page = text_of(rita_at_work.get(at(review)))
    assert 'lang="ru"' in page and "Add a comment in Русский" in page


def test_opening_a_document_is_on_record(rita_at_work, review):
    version = version_of(review, "business_licence")
    rita_at_work.raise_request_exception = False
    rita_at_work.get(f"/documents/{version}/pages/1/")
    event = AuditEvent.objects.get(code="onboarding.document_opened")
    assert event.by_id == str(rita_at_work.person.pk) and "Document opened" in text_of(rita_at_work.get(at(review)))


def test_its_statements_are_counted(rita_at_work, review):
    worlds.judge(review, business_licence=["doc.cropped"], company=["address.differs:city"])
    with CaptureQueriesContext(connection) as queries:
        rita_at_work.get(at(review))
    assert len(queries) == 20, "\n".join(query["sql"][:160] for query in queries)


def test_a_corrected_field_shows_what_it_was_and_each_field_its_own_reasons(rita_at_work, review, settings):
    settings.DECISION_UNDO_SECONDS = 0
    application, owner = review.application, worlds.owner_of(review.application)
    worlds.judge(review, company=["address.differs:city"])
    worlds.decided(review, worlds.Outcome.REQUEST_CHANGES)
    applications.save_company(application=application, answers={"city": "宁波"}, by=owner)
    applications.submit(application=application, by=owner)
    page = rita_at_work.post("/admin/reviews/case/claim-next/", follow=True)
    assert "previously: 杭州" in text_of(page) and "has corrected this case" in text_of(page)
    assert 'value="address.differs:city"' in text_of(page) and 'value="number.differs:city"' not in text_of(page)
