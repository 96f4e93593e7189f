"""P14 and P15: an approved merchant is activated once, by an owner, with or without the mailed link."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import SingleUseLink
from merchant_portal.audit.models import AuditEvent
from onboarding.actions import merchants
from onboarding.models import Membership, Merchant
from onboarding.transitions import MerchantStatus
from tests.accounts.test_staff_sign_in import enrol
from tests.factories import confirmed_owner
from tests.onboarding.judged import approved, in_review, sign_in
from tests.threads import at_once

APPROVED, ACTIVE, DONE = "onboarding/approved", "onboarding/active", "/activate/?done=1"


@pytest.fixture(autouse=True)
def at_once_effective(settings):
    settings.DECISION_UNDO_SECONDS = 0


@pytest.fixture
def link(signed_in, olive, rita, mailbox):
    """The path that Olive was mailed."""
    approved(olive, rita)
    return mailbox.latest(to=olive.email, kind=APPROVED).link


def status():
    return Merchant.objects.order_by("pk").first().status


def seen(page):
    return re.search(r'data-status="(\w+)"', page.content.decode())[1]


def activations():
    return AuditEvent.objects.filter(code="onboarding.activated").count()


def expire():
    past = timezone.now() - timedelta(seconds=1)
    SingleUseLink.objects.filter(purpose="activate").update(expires_at=past)


def test_looking_changes_nothing(link, another_browser, signed_in):
    for browser in (another_browser, signed_in):
        assert {seen(browser.get(link)) for _ in range(5)} == {"ready"} and browser.head(link).status_code == 200
    assert status() == "approved" and SingleUseLink.objects.get(purpose="activate").is_live


def test_a_stranger_signs_in_first_and_the_link_goes_nowhere(link, another_browser):
    answer = another_browser.post(link)
    assert answer["Location"] == "/sign-in/?next=%2Factivate%2F" and status() == "approved"
    assert link.split("/")[2] not in str(another_browser.session.items()) + str(another_browser.cookies)


def test_after_the_sign_in_the_owner_needs_no_link(link, another_browser, olive, mailbox):
    door = another_browser.post(link)["Location"]
    assert 'name="next" value="/activate/"' in another_browser.get(door).content.decode()
    answer = sign_in(another_browser, olive, mailbox, next="/activate/")
    assert answer["Location"] == "/activate/" and seen(another_browser.get("/activate/")) == "ready"
    assert another_browser.post("/activate/")["Location"] == DONE and status() == "active"


def test_the_owner_activates_once(link, signed_in, olive, mailbox):
    assert signed_in.get("/application/")["Location"] == "/activate/"
    assert signed_in.get(DONE).status_code == 200 and seen(signed_in.get(DONE)) == "ready"
    assert signed_in.post(link)["Location"] == DONE and status() == "active"
    assert seen(signed_in.get(DONE)) == "active"
    assert {signed_in.get("/activate/")["Location"], signed_in.post("/activate/")["Location"]} == {"/application/"}
    assert signed_in.get("/application/")["Location"] == "/home/"
    email = mailbox.latest(to=olive.email, kind=ACTIVE)
    assert email.link == "/home/" and "is active" in email.text
    assert activations() == 1 == len(mailbox.all(kind=ACTIVE))


def test_afterwards_every_link_says_used(link, signed_in, another_browser):
    signed_in.post("/activate/")
    for browser in (signed_in, another_browser):
        assert seen(browser.get(link)) == "used" == seen(browser.post(link)) == seen(browser.post(link, {"renew": "1"}))
    assert not SingleUseLink.objects.filter(purpose="activate", used_at=None, superseded_at=None).exists()


def test_an_expired_link_is_renewed_by_one_press(link, another_browser, signed_in, olive, mailbox):
    expire()
    page = another_browser.get(link)
    assert seen(page) == "expired" and olive.email not in page.content.decode()
    assert seen(signed_in.post(link)) == "expired" and status() == "approved"
    assert seen(another_browser.post(link, {"renew": "1"})) == "superseded"
    assert seen(another_browser.post(link, {"renew": "1"})) == "superseded"
    emails = mailbox.all(to=olive.email, kind=APPROVED)
    assert len(emails) == 2 and emails[1].link != link
    assert seen(signed_in.get(emails[1].link)) == "ready"
    assert signed_in.post(emails[1].link)["Location"] == DONE


def test_a_link_that_still_works_is_not_renewed(link, another_browser, mailbox):
    assert seen(another_browser.post(link, {"renew": "1"})) == "ready"
    assert len(mailbox.all(kind=APPROVED)) == 1


def test_renewing_is_limited(link, another_browser, network_limit):
    network_limit("resend", "1/hour")
    expire()
    assert [another_browser.post(link, {"renew": "1"}).status_code for _ in range(2)] == [200, 429]


def test_an_unknown_link_tells_how_to_copy_the_whole(link, another_browser, signed_in):
    for browser in (another_browser, signed_in):
        for path in (link[:-3] + "/", "/activate/x/"):
            assert seen(browser.get(path)) == "unknown" == seen(browser.post(path, {"renew": "1"}))


@pytest.mark.parametrize("who", ["another_owner", "staff"])
def test_another_person_cannot_use_it(link, another_browser, mailbox, who):
    if who == "staff":
        enrol(another_browser, "rita@portal.example")
    else:
        sign_in(another_browser, confirmed_owner("Max", "max@other.example", company="Other Ltd"), mailbox)
    page = another_browser.get(link)
    assert seen(page) == "other_person" == seen(another_browser.post(link))
    assert "olive@fernhill.example" not in page.content.decode() and status() == "approved"
    assert another_browser.post("/activate/").status_code == 302 and status() == "approved"


def test_before_the_approval_there_is_nothing_to_activate(signed_in, olive, rita):
    application = in_review(olive, rita).application
    assert signed_in.get("/activate/")["Location"] == "/application/" == signed_in.post("/activate/")["Location"]
    with pytest.raises(merchants.NotApproved):
        merchants.activate(merchant=application.merchant, by=olive)
    assert status() == "prospect"


@pytest.mark.django_db(transaction=True)
def test_of_twenty_presses_at_once_one_activates(link, olive, mailbox):
    merchant = Merchant.objects.get()
    sam = confirmed_owner("Sam", "sam@fernhill.example", company="None")
    Membership.objects.create(merchant=merchant, person=sam, role=Membership.Role.OWNER)
    token = link.split("/")[2]
    presses = [{"by": by, "token": given} for by in (olive, sam) for given in (token, "")] * 5
    answers = at_once(lambda n: merchants.activate(merchant=merchant, **presses[n]), len(presses))
    assert answers.count(True) == 1 and answers.count(False) == 19
    assert activations() == 1 and Merchant.objects.get(pk=merchant.pk).status == MerchantStatus.ACTIVE
    assert sorted(email.to for email in mailbox.all(kind=ACTIVE)) == [olive.email, sam.email]
