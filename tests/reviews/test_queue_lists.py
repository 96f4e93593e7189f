"""Figures of the first page lead to the rows they count; the country filter offers what occurs."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import caches
from django.utils import timezone

from onboarding.models import Application
from tests import factories, worlds
from tests.reviews.staff import signed_in

QUEUE = "/admin/reviews/case/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def noon():
    """Noon of the operator's day, whenever the tests run."""
    today = timezone.localtime().replace(hour=12, minute=0, second=0, microsecond=0)
    with time_machine.travel(today, tick=False):
        yield today


@pytest.fixture
def rita_at_work(noon):
    caches["template_fragments"].clear()
    yield signed_in()
    caches["template_fragments"].clear()


def references(answer) -> list[str]:
    return [row["reference"] for row in answer.context["rows"]]


def test_every_figure_leads_to_as_many_rows(rita_at_work, noon):
    dues = {"late": -timedelta(hours=30), "soon": timedelta(hours=3), "evening": timedelta(hours=11, minutes=59)}
    dues["tomorrow"] = timedelta(hours=12)
    made = {name: worlds.application_at() for name in dues}
    for name, due in dues.items():
        Application.objects.filter(pk=made[name].pk).update(due_at=noon + due)
    figures = rita_at_work.get("/admin/").context["figures"]
    assert all(figure["url"] for figure in figures)
    for figure in figures:
        answer = rita_at_work.get(figure["url"])
        if figure["url"].startswith(QUEUE):
            assert len(answer.context["rows"]) == int(figure["number"]), figure
    due_today = rita_at_work.get(f"{QUEUE}?tab=today")
    assert references(due_today) == [made["soon"].reference, made["evening"].reference]


def test_the_tab_of_today_is_listed_only_while_it_is_open(rita_at_work):
    def titles(query: str) -> list[str]:
        return [str(tab["title"]) for tab in rita_at_work.get(QUEUE + query).context["tabs"]]

    assert "Due today" not in titles("") and "Due today" in titles("?tab=today")
    assert 'class="empty"' in rita_at_work.get(f"{QUEUE}?tab=today").content.decode()


def offered(client, query="") -> list[str]:
    page = client.get(QUEUE + query).content.decode()
    select = re.search(r'<select name="country".*?</select>', page, re.DOTALL)[0]
    return re.findall(r'<option value="(\w+)"', select)


def test_the_country_filter_offers_what_occurs_and_what_is_chosen(rita_at_work):
    owner = factories.confirmed_owner("Max", "max@lesnaya.example", company="Лесная")
    worlds.application_at(owner=owner, **worlds.RUSSIAN)
    worlds.application_at()
    assert offered(rita_at_work) == ["CN", "RU"]
    assert offered(rita_at_work, "?country=TR") == ["CN", "RU", "TR"]
    assert offered(rita_at_work, "?country=XX") == ["CN", "RU"]
