"""P11 and P13: where an application stands, in words, a tracker and a log; a refusal says no more than it may."""

import html
import re

import pytest

from onboarding.actions import applications, requirements
from onboarding.models import Merchant
from onboarding.transitions import MerchantStatus, Status
from reviews.actions import cases
from reviews.transitions import Outcome
from tests import worlds
from tests.onboarding.judged import LICENCE, approved, in_review, outcome_of, rejected, returned

STATUS = "/application/status/"
SENT, BEGUN, ASKED = "Application submitted", "Review started", "Changes requested"


@pytest.fixture(autouse=True)
def at_once_effective(settings):
    settings.DECISION_UNDO_SECONDS = 0


def text_of(client, path=STATUS):
    return html.unescape(client.get(path).content.decode())


def log(client):
    found = text_of(client).partition('class="sheet log"')[2]
    return re.findall(r"</time></p><p>([^<]+)", found)


def tracker(client):
    steps = re.findall(r'<li class="(done|now|todo)"( aria-current="step")?><strong>([^<]+)', text_of(client))
    assert len(steps) == 4 and [bool(current) for _, current, _ in steps] == [state == "now" for state, *_ in steps]
    return [state for state, *_ in steps]


def headline(client):
    return re.search(r"<h1>([^<]+)</h1>", text_of(client))[1]


def test_a_draft_has_no_status_page(signed_in, catalogue_loaded):
    assert signed_in.get(STATUS)["Location"] == "/application/"


def test_after_the_sending(signed_in, olive):
    worlds.application_at(Status.SUBMITTED, owner=olive)
    assert signed_in.get("/application/")["Location"] == STATUS
    assert headline(signed_in) == "Waiting for review" and log(signed_in) == [SENT]
    assert tracker(signed_in) == ["done", "now", "todo", "todo"] and "not started yet" in text_of(signed_in)


def test_in_review_nobody_is_named(signed_in, olive, rita):
    in_review(olive, rita)
    assert signed_in.get("/application/")["Location"] == STATUS
    assert headline(signed_in) == "In review" and log(signed_in) == [BEGUN, SENT]
    assert tracker(signed_in) == ["done", "now", "todo", "todo"] and "Rita" not in text_of(signed_in)


def test_a_review_that_changes_hands_begins_once(signed_in, olive, rita):
    review = in_review(olive, rita)
    cases.release(review=review, by=rita)
    assert "not started yet" in text_of(signed_in)
    worlds.claimed(worlds.reviewer("Ravi"), review.application)
    assert log(signed_in) == [BEGUN, SENT]


def test_changes_requested_and_a_second_round(signed_in, olive, rita):
    application = returned(olive, rita, **{LICENCE: ["doc.cropped"]})
    assert headline(signed_in) == ASKED and log(signed_in) == [ASKED, BEGUN, SENT]
    assert tracker(signed_in) == ["done", "now", "todo", "todo"]
    assert "waiting for you" in text_of(signed_in) and "1 item to correct" in text_of(signed_in)
    requirements.comment(application=application, key=LICENCE, text="It is whole.", by=olive)
    applications.submit(application=application, by=olive)
    assert log(signed_in)[0] == "Corrected application submitted"
    assert "not started yet" in text_of(signed_in) and "1 business day, Monday to Friday, counted from" in text_of(
        signed_in
    )


def test_approved_and_active(signed_in, olive, rita):
    approved(olive, rita)
    assert headline(signed_in) == "Approved" and log(signed_in)[0] == "Application approved"
    assert tracker(signed_in) == ["done", "done", "done", "now"] and 'href="/activate/"' in text_of(signed_in)
    signed_in.post("/activate/")
    assert headline(signed_in) == "Account active" and log(signed_in)[0] == "Account activated"
    assert tracker(signed_in) == ["done"] * 4 and 'href="/home/"' in text_of(signed_in)


def test_who_only_works_there_is_not_asked_to_activate(signed_in, olive, rita):
    approved(olive, rita).merchant.memberships.update(role="editor")
    assert (
        signed_in.get("/application/")["Location"]
        == STATUS
        == signed_in.get("/activate/", follow=True).request["PATH_INFO"]
    )
    assert 'href="/activate/"' not in text_of(signed_in)


@pytest.mark.parametrize(
    "status, expected", [(MerchantStatus.SUSPENDED, "suspended"), (MerchantStatus.CLOSED, "closed")]
)
def test_a_closed_seller_home_leads_there_and_names_whom_to_ask(signed_in, olive, rita, settings, status, expected):
    approved(olive, rita)
    signed_in.post("/activate/")
    Merchant.objects.update(status=status)
    assert signed_in.get("/application/", follow=True).request["PATH_INFO"] == STATUS
    assert headline(signed_in) == f"Account {expected}" and settings.SUPPORT_EMAIL in text_of(signed_in)
    assert signed_in.get("/home/")["Location"] == "/application/"


def test_withdrawn(signed_in, olive):
    worlds.application_at(Status.SUBMITTED, owner=olive)
    signed_in.post("/application/withdraw/")
    page = text_of(signed_in)
    assert headline(signed_in) == "Withdrawn" and log(signed_in) == ["Application withdrawn", SENT]
    assert 'class="tracker"' not in page and 'action="/application/again/"' in page


@pytest.mark.parametrize("language", ["zh-hans", "en", "ru"])
def test_a_refusal_gives_each_wording_once_and_never_a_suspicion(signed_in, olive, rita, language):
    codes = ["registry.inactive", "risk.forgery", "risk.integrity", "risk.debt"]
    rejected(olive, rita, *codes, message="We have looked twice.")
    signed_in.post("/language/", {"language": language})
    page = text_of(signed_in)
    email = olive.memberships.get().merchant.applications.get().submissions.get().decision_notice
    shown, neutral = email.reasons.get(reason__code=codes[0]).reason, email.reasons.get(reason__code=codes[1]).reason
    suffix = {"zh-hans": "zh"}.get(language, language)
    assert page.count(getattr(shown, f"wording_{suffix}")) == 1 == page.count(getattr(neutral, f"wording_{suffix}"))
    assert 'data-status="rejected"' in page and "We have looked twice." in page
    for word in ("risk", "forg", "integrity", "debt", "genuine", "подлин", "伪造", "долг"):
        assert word not in page.lower()


@pytest.mark.parametrize("language", ["zh-hans", "ru"])
@pytest.mark.parametrize("outcome", [Outcome.APPROVE, Outcome.REQUEST_CHANGES])
def test_each_page_speaks_the_language(signed_in, olive, rita, language, outcome):
    review = in_review(olive, rita)
    worlds.judge(review, **({} if outcome == Outcome.APPROVE else {LICENCE: ["doc.cropped"]}))
    outcome_of(review, outcome)
    signed_in.post("/language/", {"language": language})
    for path in (STATUS, "/application/changes/", "/activate/", "/home/"):
        page = signed_in.get(path, follow=True).content.decode()
        shown = html.unescape(re.sub(r"<[^>]+>", " ", page.partition("<main")[2].partition("</main>")[0]))
        assert not re.search(r"\b(the|your|and|is|to)\b", shown), shown
