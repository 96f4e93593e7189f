"""Tabs on the pages of account security: an active merchant has them, nobody else, and no other page asks for them."""

import pytest

from onboarding.transitions import MerchantStatus
from tests.accounts.test_staff_sign_in import enrol
from tests.accounts.test_statement_counts import statements
from tests.onboarding.test_home import active, at_once_effective, tabs_on

__all__ = ["active", "at_once_effective"]
PAGES = ["/security/", "/security/browsers/", "/security/sessions/", "/security/history/", "/security/password/"]


@pytest.mark.parametrize("path", PAGES)
def test_a_seller_has_them_on_every_page_and_one_is_marked(active, path):
    page = active.get(path).content.decode()
    assert tabs_on(page) == ["Home", "Security"]
    mark = "page" if path == "/security/" else "true"
    assert f'<a href="/security/" aria-current="{mark}">' in page


def test_modules_that_are_connected_are_among_them(active, settings):
    settings.MODULE_ORDERS_URL = "https://shop.example/o/"
    assert tabs_on(active.get("/security/").content.decode()) == ["Home", "Orders", "Security"]


@pytest.mark.parametrize("path", PAGES)
def test_an_applicant_has_none(signed_in, path):
    assert 'class="wrap tabs"' not in signed_in.get(path).content.decode()


@pytest.mark.parametrize("status", [MerchantStatus.SUSPENDED, MerchantStatus.CLOSED])
def test_a_merchant_that_is_no_longer_active_has_none(active, olive, status):
    merchant = olive.memberships.get().merchant
    type(merchant).objects.filter(pk=merchant.pk).update(status=status)
    assert 'class="wrap tabs"' not in active.get("/security/").content.decode()


def test_staff_have_none(client, rita):
    enrol(client)
    assert 'class="wrap tabs"' not in client.get("/security/").content.decode()


def test_strangers_who_ask_for_a_page_that_is_not_there_have_none(client, db):
    page = client.get("/security/nowhere/")
    assert page.status_code == 404 and 'class="wrap tabs"' not in page.content.decode()


def test_they_cost_one_statement_where_they_are_shown_and_none_elsewhere(active):
    assert len(statements(lambda: active.get("/help/"))) == 1
    assert len(statements(lambda: active.get("/security/password/"))) == 2
