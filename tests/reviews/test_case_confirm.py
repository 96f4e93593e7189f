"""The confirm page: the letter in the merchant's language, the fresh proof, and no decision without it."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from accounts.models import TotpDevice
from reviews.models import Decision
from tests import worlds
from tests.accounts.test_staff_sign_in import code_for
from tests.reviews.staff import at, signed_in, text_of

pytestmark = pytest.mark.django_db
APPROVE, REJECT = {"outcome": "approve"}, {"outcome": "reject"}
SENT = {"confirm": "1"}


@pytest.fixture
def rita_at_work():
    return signed_in()


@pytest.fixture
def review(rita_at_work):
    owner = worlds.factories.confirmed_owner("Max", "max@lesnaya.example", language="ru")
    return worlds.claimed(rita_at_work.person, worlds.application_at(owner=owner))


def later(minutes):
    return time_machine.travel(timezone.now() + timedelta(minutes=minutes), tick=False)


def test_the_letter_is_shown_in_the_merchants_language_first(rita_at_work, review):
    worlds.judge(review, business_licence=["doc.cropped"])
    page = text_of(rita_at_work.post(at(review, "request-changes/"), {"message": "Спасибо за бумаги."}))
    assert "Здравствуйте" in page and "Спасибо за бумаги." in page and "m••@" in page
    assert "Hello Max" in page  # the same in the reviewer's language
    assert not Decision.objects.exists()


def test_it_is_decided_by_the_confirmed_form(rita_at_work, review):
    worlds.judge(review, business_licence=["doc.cropped"])
    answer = rita_at_work.post(at(review, "request-changes/"), SENT | {"message": "x", "submission": "1"})
    assert answer["Location"] == at(review)
    decision = Decision.objects.get()
    assert (decision.outcome, decision.message, decision.decided_by) == ("request_changes", "x", rita_at_work.person)
    page = text_of(rita_at_work.get(at(review)))
    assert "Undo decision" in page and 'id="bar"' not in page


def test_undo_opens_the_case_again(rita_at_work, review):
    worlds.judge(review)
    rita_at_work.post(at(review, "decide/"), APPROVE | SENT)
    ravi = signed_in("Ravi")
    assert ravi.post(at(review, "undo/")).status_code == 409
    page = text_of(rita_at_work.post(at(review, "undo/"), follow=True))
    assert "No email was sent" in page and 'id="bar"' in page
    assert rita_at_work.post(at(review, "undo/")).status_code == 409


def test_what_is_missing_is_listed_as_links(rita_at_work, review):
    for ending, posted in (("decide/", APPROVE), ("request-changes/", {}), ("decide/", APPROVE | SENT)):
        answer = rita_at_work.post(at(review, ending), posted)
        assert answer.status_code == 409 and "?item=item-business_licence-1" in text_of(answer)
    assert not Decision.objects.exists()


def test_a_rejection_asks_for_its_reasons_on_the_confirm_page(rita_at_work, review):
    page = text_of(rita_at_work.post(at(review, "decide/"), REJECT))
    assert 'value="risk.forgery"' in page and "doc.cropped" not in page
    refused = rita_at_work.post(at(review, "decide/"), REJECT | SENT)
    assert refused.status_code == 409 and "at least one final reason" in text_of(refused)
    assert 'name="confirm"' in text_of(refused)  # the page stays, with what was typed
    rita_at_work.post(at(review, "decide/"), REJECT | SENT | {"reason": ["a\x00b"]})
    assert not Decision.objects.exists()
    rita_at_work.post(at(review, "decide/"), REJECT | SENT | {"reason": ["risk.debt", "restricted.goods"]})
    assert Decision.objects.get().reasons.count() == 2


@pytest.mark.parametrize("posted", [{"outcome": "burn"}, {}, {"outcome": "request_changes"}, {"outcome": "\x00"}])
def test_another_outcome_is_reported(rita_at_work, review, posted):
    answer = rita_at_work.post(at(review, "decide/"), posted | SENT)
    assert answer.status_code == 200 and "error-summary" in text_of(answer) and not Decision.objects.exists()


def test_a_message_that_is_too_long_is_kept_as_typed(rita_at_work, review):
    worlds.judge(review)
    page = text_of(rita_at_work.post(at(review, "decide/"), APPROVE | SENT | {"message": "y" * 2001}))
    assert "y" * 2001 in page and "Use at most 2000 characters" in page and not Decision.objects.exists()


def test_a_page_of_another_submission_is_refused(rita_at_work, review):
    worlds.judge(review)
    for posted in (APPROVE, APPROVE | SENT):
        assert rita_at_work.post(at(review, "decide/"), posted | {"submission": "2"}).status_code == 409


def test_an_old_proof_is_asked_for_again(rita_at_work, review, settings):
    settings.STAFF_IDLE_MINUTES = 60
    worlds.judge(review)
    with later(settings.REAUTH_MINUTES + 1):
        page = text_of(rita_at_work.post(at(review, "decide/"), APPROVE))
        assert 'name="code"' in page
        for code in ("", "000000", "abc"):
            page = text_of(rita_at_work.post(at(review, "decide/"), APPROVE | SENT | {"code": code}))
            assert 'name="code"' in page and 'value="000000"' not in page
        assert not Decision.objects.exists()
        TotpDevice.objects.update(last_step=0)
        code = code_for(rita_at_work.key)
        rita_at_work.post(at(review, "decide/"), APPROVE | SENT | {"code": code})
        assert Decision.objects.get().outcome == "approve"
        rita_at_work.post(at(review, "undo/"))
        assert 'name="code"' not in text_of(rita_at_work.post(at(review, "decide/"), APPROVE))


def test_wrong_proofs_lock_the_step_up_and_not_the_case(rita_at_work, review, settings):
    settings.STAFF_IDLE_MINUTES = 60
    worlds.judge(review)
    with later(settings.REAUTH_MINUTES + 1):
        posted = APPROVE | SENT | {"code": "000000"}
        answers = [rita_at_work.post(at(review, "decide/"), posted).status_code for _ in range(12)]
    assert answers == [200] * settings.STEP_UP_PER_HOUR + [429] * 2
    assert not Decision.objects.exists()


def test_requesting_changes_needs_no_new_proof(rita_at_work, review, settings):
    settings.STAFF_IDLE_MINUTES = 60
    worlds.judge(review, business_licence=["doc.cropped"])
    with later(settings.REAUTH_MINUTES + 1):
        rita_at_work.post(at(review, "request-changes/"), SENT)
    assert Decision.objects.get().outcome == "request_changes"


def test_a_name_in_a_letter_is_shown_as_it_is_typed(rita_at_work, review):
    owner = worlds.owner_of(review.application)
    owner.name = "<meta http-equiv=refresh>"
    owner.save(update_fields=["name"])
    page = text_of(rita_at_work.post(at(review, "decide/"), REJECT | {"message": "<script>x</script>"}))
    assert "&lt;meta http-equiv" in page and "&lt;script&gt;x" in page
    assert "<meta http-equiv=refresh" not in page and "<script>x" not in page
