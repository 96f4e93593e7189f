import pytest
from django.apps import apps
from django.contrib import admin

from accounts.roles import PERMISSIONS, Role
from merchant_portal.messaging.models import Message
from merchant_portal.operations import alarms
from reviews.console.site import ConsoleSite
from tests.accounts.test_staff_sign_in import enrol
from tests.factories import reviewer

EXPECTED = {"accounts.user", "audit.auditevent", "messaging.message", "reviews.case"}


@pytest.fixture
def console(client, request, db):
    """A signed-in console, as the role the test asks for; a lead if it asks for none."""
    reviewer("Rita", "rita@portal.example", getattr(request, "param", Role.LEAD))
    enrol(client, "rita@portal.example")
    return client


def test_the_console_is_our_site_and_holds_these_models_only():
    assert isinstance(admin.site, ConsoleSite) or admin.site.__class__.__name__ == "DefaultAdminSite"
    assert {model._meta.label_lower for model in apps.get_models() if admin.site.is_registered(model)} == EXPECTED


def test_today_names_the_person_and_the_figures(console):
    page = console.get("/admin/").content.decode()
    assert "Today" in page and "Rita" in page and "Messages waiting" in page


@pytest.mark.parametrize("console", [Role.LEAD, Role.ADMINISTRATOR, Role.REVIEWER], indirect=True)
def test_today_shows_open_alarms_to_all_staff(console):
    alarms.raise_alarm("file.lost", "An original is <missing>.")
    page = console.get("/admin/").content.decode()
    assert "Open alarms" in page and "An original is &lt;missing&gt;." in page
    alarms.resolve("file.lost")
    assert "Open alarms" not in console.get("/admin/").content.decode()


@pytest.mark.parametrize("path", ["accounts/user", "audit/auditevent", "messaging/message"])
def test_lists_open_and_nothing_can_be_added_changed_or_deleted(console, path):
    assert console.get(f"/admin/{path}/").status_code == 200
    for ending in ("add/", "1/delete/"):
        assert console.get(f"/admin/{path}/{ending}").status_code in (302, 403, 404)
        assert console.post(f"/admin/{path}/{ending}", {"post": "yes"}).status_code in (302, 403, 404)


@pytest.mark.parametrize("typed", ["R-000007", "r-000007 ", "7"])
def test_a_message_is_found_by_the_reference_that_its_receiver_reads_out(console, typed):
    for kind, reference in (("accounts/sign-in-sms", "7"), ("accounts/locked", "77")):
        Message.objects.create(kind=kind, reference=reference)
    page = console.get("/admin/messaging/message/", {"q": typed}).content.decode()
    assert "accounts/sign-in-sms" in page and "accounts/locked" not in page


@pytest.mark.parametrize("console", [Role.CATALOGUE_EDITOR], indirect=True)
def test_a_role_without_a_permission_is_refused(console):
    assert console.get("/admin/accounts/user/").status_code == 403


@pytest.mark.parametrize("console", [Role.SUPPORT], indirect=True)
def test_each_role_sees_its_own_lists(console):
    assert console.get("/admin/accounts/user/").status_code == 200
    assert console.get("/admin/audit/auditevent/").status_code == 403


def test_a_lead_may_all_that_a_reviewer_may():
    assert PERMISSIONS[Role.REVIEWER] <= PERMISSIONS[Role.LEAD]
    assert set(PERMISSIONS) == set(Role)


def test_the_stock_ways_to_a_password_lead_to_ours(console):
    assert console.get("/admin/password_change/")["Location"] == "/security/password/"


def test_signing_out_leads_to_the_consoles_door(console):
    assert console.post("/sign-out/")["Location"] == "/admin/sign-in/?ended=out"
    assert console.get("/admin/").status_code == 302


@pytest.mark.parametrize("app", ["messaging", "audit", "reviews", "accounts"])
def test_an_apps_own_index_leads_to_today(console, app):
    assert console.get(f"/admin/{app}/")["Location"] == "/admin/"
