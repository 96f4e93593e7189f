"""The filters of the queue survive the way into a case and back."""

import re
from html import unescape
from urllib.parse import quote

import pytest

from reviews.admin import queue
from reviews.console import lists
from tests import worlds
from tests.reviews.staff import signed_in

QUEUE = "/admin/reviews/case/"
FILTERED = f"{QUEUE}?tab=unassigned&q=Muster&country=CN&language=en"
pytestmark = pytest.mark.django_db


@pytest.fixture
def rita_at_work():
    return signed_in()


@pytest.fixture
def case():
    return worlds.application_at(legal_name="Muster Tea Ltd")


def links(page, pattern: str) -> list[str]:
    return [unescape(found) for found in re.findall(pattern, page.content.decode())]


def way_back(page) -> str:
    """Returns where the word for the queue above a case leads."""
    return links(page, r'href="([^"]*)">Cases</a>')[0]


def action(page, verb: str) -> str:
    return links(page, rf'action="([^"]*/{verb}/[^"]*)"')[0]


def entered(client) -> str:
    """Returns the address of the case as the filtered list links it."""
    return links(client.get(FILTERED), r'<th scope="row"><a class="mono" href="([^"]*)"')[0]


def test_into_a_case_and_back(rita_at_work, case):
    page = rita_at_work.get(entered(rita_at_work))
    assert way_back(page) == FILTERED
    assert [row["reference"] for row in rita_at_work.get(way_back(page)).context["rows"]] == [case.reference]


def test_through_claim_verdict_decision_and_undo(rita_at_work, case):
    claim = links(rita_at_work.get(FILTERED), r'formaction="([^"]*)"')[0]
    page = rita_at_work.post(claim, follow=True)
    assert way_back(page) == FILTERED
    page = rita_at_work.post(action(page, "verdict"), {"requirement": "company", "verdict": "accept"}, follow=True)
    assert way_back(page) == FILTERED and page.status_code == 200
    worlds.judge(case.reviews.get())
    confirm = rita_at_work.post(action(page, "decide"), {"outcome": "approve"})
    assert way_back(confirm) == FILTERED
    posted = {"outcome": "approve", "confirm": "1", "submission": "1"}
    page = rita_at_work.post(action(confirm, "decide"), posted, follow=True)
    assert way_back(page) == FILTERED and "Undo decision" in page.content.decode()
    assert way_back(rita_at_work.post(action(page, "undo"), follow=True)) == FILTERED


def test_releasing_leads_back_to_the_list(rita_at_work, case):
    claim = links(rita_at_work.get(FILTERED), r'formaction="([^"]*)"')[0]
    page = rita_at_work.post(claim, follow=True)
    assert rita_at_work.post(action(page, "release"))["Location"] == FILTERED


def test_the_next_case_and_none_left_keep_the_list(rita_at_work, case):
    claim_next = action(rita_at_work.get(FILTERED), "claim-next")
    assert way_back(rita_at_work.post(claim_next, follow=True)) == FILTERED
    assert rita_at_work.post(claim_next)["Location"] == FILTERED


def test_a_refusal_keeps_the_list_and_so_do_the_tabs_of_the_page(rita_at_work, case):
    page = rita_at_work.get(entered(rita_at_work))
    worlds.claimed(worlds.reviewer("Ravi"), case)
    refused = rita_at_work.post(action(page, "claim"))
    assert refused.status_code == 409 and way_back(refused) == FILTERED
    for link in links(refused, r'href="([^"]*#documents)"'):
        assert way_back(rita_at_work.get(link)) == FILTERED


def test_the_place_in_a_long_list_is_kept(rita_at_work, case, monkeypatch):
    monkeypatch.setattr(queue, "PER_PAGE", 1)
    worlds.application_at()
    second = rita_at_work.get(QUEUE + rita_at_work.get(QUEUE).context["cl"].next_page)
    link = links(second, r'<th scope="row"><a class="mono" href="([^"]*)"')[0]
    back = rita_at_work.get(way_back(rita_at_work.get(link)))
    assert [row["reference"] for row in back.context["rows"]] == [row["reference"] for row in second.context["rows"]]


@pytest.mark.parametrize(
    "hostile",
    ["https://evil.example/", "//evil.example", "/sign-out/", "tab=evil", "next=//evil.example", "tab=mine#x", "\\evil",
     "javascript:alert(1)", "&" * 5000, "q=" + "x" * 5000, "q=%00", "tab=%ff", "after=x", "after=1&after=//x",
     "country=XX"],
)  # fmt: skip
def test_the_way_back_is_always_a_list_of_the_queue(rita_at_work, case, hostile):
    page = rita_at_work.get(f"{QUEUE}{case.pk}/?list={quote(hostile)}")
    back = way_back(page)
    assert page.status_code == 200 and re.fullmatch(rf"{QUEUE}(\?[a-z]+=[^/\\]*)?", back), back
    assert rita_at_work.get(back).status_code == 200
    assert rita_at_work.post(f"{QUEUE}claim-next/?list={quote(hostile)}")["Location"].startswith(QUEUE)


def test_without_a_list_the_way_back_is_the_plain_queue(rita_at_work, case):
    assert way_back(rita_at_work.get(f"{QUEUE}{case.pk}/")) == QUEUE


def test_the_tabs_that_are_carried_are_those_of_the_queue():
    assert tuple(tab.key for tab in queue.TABS) == lists.TABS
