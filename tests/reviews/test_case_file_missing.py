"""A case one of whose pictures is missing: the rest is shown, no verdict without it, a new upload is requested."""

from datetime import timedelta

import pytest
from django.utils import timezone

from merchant_portal.calendars.business_days import due_after
from merchant_portal.storage import private
from merchant_portal.storage.access import StorageUnavailable
from onboarding.actions import applications, files
from onboarding.models import DocumentVersion
from reviews.actions import outcomes, verdicts
from reviews.models import Verdict
from tests import worlds
from tests.reviews.staff import at, give, signed_in, text_of, version_of
from tests.reviews.test_case_verdict import give as judge_one
from tests.silent_server import SilentServer
from tests.storages import use

pytestmark = pytest.mark.django_db
LICENCE, CARD = "business_licence", "representative_id"


@pytest.fixture
def rita_at_work():
    return signed_in()


@pytest.fixture
def review(rita_at_work, settings):
    settings.DECISION_UNDO_SECONDS = 0
    return worlds.claimed(rita_at_work.person)


@pytest.fixture
def hanging(settings):
    with SilentServer() as server:
        use(settings, server.storage_url, read_seconds=0.1)
        yield


def lose(review, key=LICENCE, part=1) -> DocumentVersion:
    version = DocumentVersion.objects.get(pk=version_of(review, key, part))
    private.delete(version.page_key(1))
    return version


def test_the_case_page_names_the_document_and_shows_the_rest(rita_at_work, review):
    lose(review)
    page = text_of(rita_at_work.get(at(review) + "?item=item-business_licence-1"))
    assert "Business licence: the image of this document is missing" in page and "杭州" in page
    assert "File missing" in page and "Request a new upload" in page
    assert page.count('value="accept"') == 1, "the profile's; the document has none"
    other = text_of(rita_at_work.get(at(review) + "?item=item-representative_id-1"))
    assert "File missing" in other and page.count("Request a new upload") == 1 and other.count('value="accept"') == 2


@pytest.mark.parametrize("verdict, reason", [("accept", []), ("return", ["doc.cropped"]), ("return", [])])
def test_no_verdict_without_the_picture_not_even_from_an_older_page(rita_at_work, review, verdict, reason):
    lose(review)
    answer = give(rita_at_work, review, verdict=verdict, reason=reason, comment="左上角")
    assert answer.status_code == 409 and not Verdict.objects.exists() and ">左上角</textarea>" in text_of(answer)
    assert "missing from our storage" in text_of(answer) or "Choose at least one reason" in text_of(answer)


def test_what_is_there_is_never_returned_as_lost(review):
    with pytest.raises(verdicts.ReasonUnfit):
        judge_one(review, LICENCE, "file.lost")
    lose(review)
    with pytest.raises(verdicts.PictureMissing):
        judge_one(review, LICENCE, "file.lost", "doc.cropped")


def test_a_picture_that_is_lost_after_its_verdict_opens_the_document_again(review):
    worlds.judge(review)
    files.check_exists(lose(review))
    for outcome in (worlds.Outcome.APPROVE, worlds.Outcome.REQUEST_CHANGES):
        with pytest.raises(outcomes.ItemsOpen, match="image of a document is missing") as refused:
            worlds.decided(review, outcome)
        assert [item.requirement.key for item in refused.value.items] == [LICENCE]


def test_a_new_upload_is_requested_and_the_round_goes_on(rita_at_work, review, mailbox):
    lose(review, CARD, part=2)
    assert give(rita_at_work, review, CARD, part=2, reason=["file.lost"]).status_code == 302
    worlds.judge(review, representative_id=[])
    worlds.decided(review, worlds.Outcome.REQUEST_CHANGES)
    assert "We lost the file you uploaded" in mailbox.latest(kind="onboarding/changes-requested").text
    application, owner = review.application, worlds.owner_of(review.application)
    worlds.provide(application.requirements.get(key=CARD), owner, parts=[2])
    applications.submit(application=application, by=owner)
    application.refresh_from_db()
    again = worlds.claimed(rita_at_work.person, application)
    worlds.judge(again)
    worlds.decided(again, worlds.Outcome.APPROVE)
    application.refresh_from_db()
    assert application.status == worlds.Status.APPROVED


def test_the_time_it_was_missing_is_added_to_the_next_due_date(review):
    version = lose(review)
    files.check_exists(version)
    DocumentVersion.objects.filter(pk=version.pk).update(pictures_missing_at=timezone.now() - timedelta(hours=30))
    judge_one(review, LICENCE, "file.lost")
    worlds.judge(review)
    worlds.decided(review, worlds.Outcome.REQUEST_CHANGES)
    application, owner = review.application, worlds.owner_of(review.application)
    worlds.provide(application.requirements.get(key=LICENCE), owner)
    sent = applications.submit(application=application, by=owner)
    added = sent.due_at - due_after(sent.submitted_at, 1)
    assert timedelta(hours=30) <= added < timedelta(hours=30, minutes=1)


def test_a_storage_that_hangs_leaves_the_rest_of_the_case(rita_at_work, review, hanging):
    answer = rita_at_work.get(at(review))
    page = text_of(answer)
    assert (
        answer.status_code == 200
        and "can't view or review this document" in page.replace("&#x27;", "'")
        and "杭州" in page
    )
    assert "/pages/1/" not in page and "Request a new upload" not in page
    answer = give(rita_at_work, review, reason=["doc.cropped"], comment="左上角")
    assert ">左上角</textarea>" in text_of(answer) and 'value="doc.cropped" checked' in text_of(answer)
    assert answer.status_code == 503 and answer["Retry-After"] == "30" and not Verdict.objects.exists()
    assert give(rita_at_work, review, "company", "accept").status_code == 302
    with pytest.raises(StorageUnavailable):
        judge_one(review, LICENCE, kind=Verdict.Kind.ACCEPT)


def test_today_and_the_queue_tell_it_until_it_is_there_again(rita_at_work, review):
    assert "Files missing" not in text_of(rita_at_work.get("/admin/"))
    version = lose(review)
    files.check_exists(version)
    page = text_of(rita_at_work.get("/admin/"))
    assert "Files missing" in page and "?tab=missing" in page
    queue = text_of(rita_at_work.get("/admin/reviews/case/?tab=missing"))
    assert review.application.reference in queue
    private.write(version.page_key(1), b"found")
    rita_at_work.get(at(review) + "?item=item-business_licence-1")
    assert "Files missing" not in text_of(rita_at_work.get("/admin/"))
    assert "No files are missing" in text_of(rita_at_work.get("/admin/reviews/case/?tab=missing"))
