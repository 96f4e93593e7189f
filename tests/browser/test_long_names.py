"""A company name of 500 characters, also one without a blank, breaks the layout of no page."""

import pytest
from django.test import Client

from onboarding.actions import applications
from onboarding.transitions import Status
from reviews.transitions import Outcome
from tests import worlds
from tests.browser import probing
from tests.factories import confirmed_owner
from tests.onboarding.judged import sign_in
from tests.reviews.staff import browser_of

NAMES = {
    "words": ("Limited liability company for research, production and export " * 10)[:500],
    "one word": "Exportgesellschaft" * 27,
    "Chinese": "云山茶业示例有限责任公司" * 41,
}
OWNERS = ("/application/", "/application/company/", "/application/check/", "/security/", "/help/")
SENT = ("/application/submitted/", "/application/status/", "/application/withdraw/")


@pytest.fixture(autouse=True)
def documents_are_drawn(monkeypatch):
    monkeypatch.setattr(worlds, "provide", worlds.provide_drawn)


@pytest.fixture(params=NAMES)
def name(request):
    return NAMES[request.param]


def wrong(page, *addresses) -> dict[str, list[str]]:
    """Returns what is cut off, or wider than the window, on the pages."""
    shown = {address: page.goto(address) and probing.probe(page, "clipped") for address in addresses}
    return {address: found for address, found in shown.items() if found}


def test_on_a_phone_nothing_is_wider_than_the_window(tour, name, settings, mailbox):
    settings.DECISION_UNDO_SECONDS = 0
    owner = confirmed_owner("Lin", "lin@shop.example", company=name)
    application = worlds.application_at(Status.DRAFT, owner=owner, legal_name=name, legal_name_latin=name)
    tour.world.clients["Lin"] = client = Client()
    sign_in(client, owner, mailbox)
    page = tour.page("Lin", width=360, height=740)
    assert wrong(page, *OWNERS) == {}
    applications.submit(application=application, by=owner)
    assert wrong(page, *SENT) == {}
    review = worlds.claimed(worlds.reviewer(), application)
    worlds.judge(review)
    worlds.decided(review, Outcome.APPROVE)
    assert wrong(page, "/activate/") == {}
    page.locator("main .actions .button").first.click()
    assert wrong(page, "/home/", "/activate/?done=1") == {}


def test_in_the_console_nothing_is_wider_than_the_window(tour, name):
    owner = confirmed_owner("Lin", "lin@shop.example", company=name)
    application = worlds.application_at(owner=owner, legal_name=name, legal_name_latin=name)
    client = browser_of(worlds.reviewer("Rita"))
    tour.world.clients["Rita"] = client
    worlds.judge(worlds.claimed(client.person, application))
    page = tour.page("Rita", width=1440, height=1080)
    case = f"/admin/reviews/case/{application.pk}/"
    assert wrong(page, "/admin/", "/admin/reviews/case/?tab=mine", case) == {}
