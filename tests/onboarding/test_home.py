"""P31: the seller home opens with the activation and says only what is so."""

import html
import re
from datetime import timedelta

import pytest
from django.utils import timezone

from onboarding.transitions import Status
from tests import worlds
from tests.accounts.test_statement_counts import statements
from tests.onboarding.joining import COMPANY
from tests.onboarding.judged import approved

HOME = "/home/"


@pytest.fixture(autouse=True)
def at_once_effective(settings):
    settings.DECISION_UNDO_SECONDS = 0


@pytest.fixture
def active(signed_in, olive, rita):
    """Olive's browser after the activation."""
    approved(olive, rita)
    signed_in.post("/activate/")
    return signed_in


def text_of(client):
    return html.unescape(client.get(HOME).content.decode())


def tabs_on(page: str) -> list[str]:
    """Returns the words of the tabs."""
    return re.findall(r">(\w+)</a>", page.partition('<nav class="wrap tabs"')[2].partition("</nav>")[0])


def age_password(person, days):
    person.password_changed_at = timezone.now() - timedelta(days=days)
    person.save(update_fields=["password_changed_at"])


@pytest.mark.parametrize("state", [Status.DRAFT, Status.SUBMITTED])
def test_before_the_activation_it_is_closed(signed_in, olive, state):
    worlds.application_at(state, owner=olive)
    assert signed_in.get(HOME)["Location"] == "/application/"


def test_an_approval_alone_does_not_open_it(signed_in, olive, rita):
    approved(olive, rita)
    assert signed_in.get(HOME)["Location"] == "/application/"


def test_a_stranger_signs_in_first(client, db):
    assert client.get(HOME)["Location"] == "/sign-in/?next=%2Fhome%2F"


def test_every_sign_in_lands_there(active):
    assert active.get("/application/")["Location"] == HOME


def test_modules_that_are_not_connected_say_so_and_lead_nowhere(active):
    page = text_of(active)
    assert page.count("Not connected yet") == 3 and tabs_on(page) == ["Home", "Security"]
    assert not re.search(r">\d+<", page.partition("<main")[2])


def test_modules_that_are_connected_are_linked(active, settings):
    settings.MODULE_PRODUCTS_URL, settings.MODULE_ORDERS_URL = "https://shop.example/p/", "https://shop.example/o/"
    page = text_of(active)
    assert page.count("Not connected yet") == 1 and page.count("Connected") == 2
    assert page.count('href="https://shop.example/p/"') == 2  # tab, tile
    assert page.count('href="https://shop.example/o/"') == 2 and 'aria-current="page"' in page
    assert tabs_on(page) == ["Home", "Products", "Orders", "Security"]


def test_it_keeps_the_facts_of_the_application(active):
    page = text_of(active)
    for fact in ("Active since", COMPANY["legal_name"], COMPANY["registration_number"], "Registration number"):
        assert fact in page


def test_what_it_costs(active):
    assert len(statements(lambda: active.get(HOME))) == 5
