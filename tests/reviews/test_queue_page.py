"""The queue: tabs, filters, search, pages behind a cursor, claiming from a row."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.roles import Role
from onboarding.models import Application
from onboarding.transitions import Status
from reviews.admin import queue as page
from reviews.models import Review
from tests import factories, worlds
from tests.reviews.staff import signed_in

QUEUE = "/admin/reviews/case/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def rita_at_work():
    return signed_in()


def references(answer) -> list[str]:
    return [row["reference"] for row in answer.context["rows"]]


def listed(client, query="") -> list[str]:
    return references(client.get(f"{QUEUE}{query}"))


def test_each_tab_lists_its_own(rita_at_work, settings):
    settings.DECISION_UNDO_SECONDS = 0
    waiting, mine, late, back = (worlds.application_at() for _ in range(4))
    worlds.claimed(rita_at_work.person, mine)
    Application.objects.filter(pk=late.pk).update(due_at=timezone.now() - timedelta(days=3))
    review = worlds.claimed(rita_at_work.person, back)
    worlds.judge(review, business_licence=["doc.cropped"])
    worlds.decided(review, worlds.Outcome.REQUEST_CHANGES)
    worlds.application_at(Status.DRAFT)
    assert listed(rita_at_work) == [late.reference, waiting.reference]
    assert listed(rita_at_work, "?tab=mine") == [mine.reference]
    assert listed(rita_at_work, "?tab=overdue") == [late.reference]
    assert listed(rita_at_work, "?tab=waiting") == [back.reference]
    assert len(listed(rita_at_work, "?tab=all")) == 4
    text = rita_at_work.get(QUEUE).content.decode()
    assert "1 day late" in text or "days late" in text


@pytest.mark.parametrize("tab", ["unassigned", "mine", "waiting", "overdue", "today", "all"])
def test_an_empty_tab_says_why(rita_at_work, tab):
    assert 'class="empty"' in rita_at_work.get(f"{QUEUE}?tab={tab}").content.decode()


@pytest.mark.parametrize("query", ["?tab=nothing", "?after=x", "?after=-1.1", "?after=9.", "?after=" + "9" * 40 + ".1",
    "?tab=all&after=" + "9" * 40, "?after=9" * 3, "?country=XX", "?legal_form=%00", "?q=%00", "?q=" + "9" * 300,
    "?after=999999999999999999.999999999999999999", "?after=%D9%A3.%D9%A3", "?e=1", "?p=7", "?o=1", "?_popup=1",
    "?q=MP-2026-" + "9" * 30, "?q=%ff", "?q=MP-%C2%B2", "?language=xx"])  # fmt: skip
def test_garbage_in_the_address_is_harmless(rita_at_work, query):
    worlds.application_at()
    assert rita_at_work.get(f"{QUEUE}{query}").status_code == 200


def test_pages_follow_each_other_behind_a_cursor(rita_at_work, monkeypatch):
    monkeypatch.setattr(page, "PER_PAGE", 2)
    made = [worlds.application_at().reference for _ in range(5)]
    for tab in ("unassigned", "all"):
        seen, query = [], f"?tab={tab}"
        while query:
            answer = rita_at_work.get(f"{QUEUE}{query}")
            seen += references(answer)
            query = answer.context["cl"].next_page
        assert seen == (made if tab == "unassigned" else made[::-1])


def test_it_narrows_by_country_form_and_language(rita_at_work):
    owner = factories.confirmed_owner("Max", "max@lesnaya.example", company="Лесная", language="ru")
    russian = worlds.application_at(owner=owner, **worlds.RUSSIAN)
    worlds.application_at()
    for query in ("?country=RU", "?language=ru", "?legal_form=sole_trader", "?country=RU&language=ru"):
        assert listed(rita_at_work, query) == [russian.reference]
    assert listed(rita_at_work, "?country=RU&language=zh-hans") == []
    chips = rita_at_work.get(f"{QUEUE}?country=RU").context["cl"].chips
    assert [chip["url"] for chip in chips] == ["?tab=unassigned"]


def test_it_finds_by_reference_number_address_and_name(rita_at_work):
    owner = factories.confirmed_owner("Max", "max@lesnaya.example", company="Лесная")
    found = worlds.application_at(owner=owner, **worlds.RUSSIAN)
    worlds.application_at()
    for text in (found.reference, found.reference.lower(), worlds.RUSSIAN["registration_number"], "MAX@lesnaya.example",
                 "лесная", "ЛЕСНАЯ-ПР"):  # fmt: skip
        assert listed(rita_at_work, f"?q={text}") == [found.reference], text
    assert listed(rita_at_work, "?q=nobody") == []


def test_a_page_costs_the_same_however_long_the_list_is(rita_at_work):
    counts = []
    rita_at_work.get(QUEUE)  # finds the countries, which are kept for a minute
    for _ in range(3):
        worlds.application_at()
        worlds.claimed(rita_at_work.person, worlds.application_at())
        with CaptureQueriesContext(connection) as queries:
            rita_at_work.get(f"{QUEUE}?tab=all")
        counts.append(len(queries))
    assert counts == [4, 4, 4]


def test_a_row_is_claimed_by_its_button(rita_at_work):
    case = worlds.application_at()
    assert f'formaction="{QUEUE}{case.pk}/claim/"' in rita_at_work.get(QUEUE).content.decode()
    answer = rita_at_work.post(f"{QUEUE}{case.pk}/claim/")
    assert answer["Location"] == f"{QUEUE}{case.pk}/" and Review.objects.get().reviewer == rita_at_work.person


def test_claim_next_takes_the_first_and_ends_friendly(rita_at_work):
    case = worlds.application_at()
    assert rita_at_work.post(f"{QUEUE}claim-next/")["Location"] == f"{QUEUE}{case.pk}/"
    page = rita_at_work.post(f"{QUEUE}claim-next/", follow=True)
    assert page.status_code == 200 and "There are no cases to claim" in page.content.decode()


def test_it_is_closed_to_other_roles():
    worlds.application_at()
    for name, role in (("Max", Role.SUPPORT), ("Sam", Role.ADMINISTRATOR), ("Cat", Role.CATALOGUE_EDITOR)):
        client = signed_in(name, role=role)
        assert client.get(QUEUE).status_code == 403
        assert client.post(f"{QUEUE}claim-next/").status_code == 403
    assert signed_in("Lena", role=Role.LEAD).get(QUEUE).status_code == 200


def test_nothing_is_added_changed_or_deleted_by_form(rita_at_work):
    case = worlds.application_at()
    for ending in ("add/", f"{case.pk}/change/", f"{case.pk}/delete/", f"{case.pk}/history/"):
        assert rita_at_work.get(QUEUE + ending).status_code == 404
