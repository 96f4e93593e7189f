"""The demo world: merchants in every state and their staff, for a developer's machine."""

import io

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.urls import include, path

from accounts.models import TotpDevice, User
from merchant_portal.local.demo import companies_ru, stories, world
from merchant_portal.local.demo.documents import drawing
from merchant_portal.local.demo.plans import PASSWORD, RITA, STAFF_ADDRESSES, State
from merchant_portal.messaging.models import Message
from merchant_portal.storage import rendering
from merchant_portal.urls import urlpatterns as the_sites
from onboarding.models import Application, DocumentVersion, Merchant
from onboarding.transitions import Status
from reviews import queue
from reviews.models import Case
from tests import factories, worlds
from tests.accounts.test_staff_sign_in import enrol
from tests.mailbox import Mailbox
from tests.sample_files import picture_bytes

urlpatterns = [*the_sites, path("local/", include("merchant_portal.local.urls"))]
pytestmark = pytest.mark.urls(__name__)


def tell_one_by_one(plans, people):
    for number, plan in enumerate(plans):
        stories.tell(plan, people, number)


def demo(*options) -> str:
    output = io.StringIO()
    call_command("demo", *options, stdout=output, stderr=output)
    return output.getvalue()


def code_on(page: str, email: str) -> str:
    return page.split(email)[1].split("<code>")[1][:6]


@pytest.fixture
def local(settings):
    settings.ENVIRONMENT = "local"


@pytest.fixture
def quick(local, db, monkeypatch):
    """A world built in this transaction, whose documents are blank and opened at once."""
    blank = picture_bytes(size=(20, 20))
    opened = rendering.RenderedDocument(media_type="image/jpeg", pages=[blank])
    monkeypatch.setattr(drawing, "render", lambda *args, **options: drawing.SampleFile("document.jpg", blank))
    monkeypatch.setattr(rendering, "render", lambda original, *, max_pages: opened)
    monkeypatch.setattr(world, "tell_side_by_side", tell_one_by_one)


@pytest.fixture
def small(quick, monkeypatch):
    """Two merchants only; one of them is in review."""
    chosen = [plan for plan in companies_ru.PLANS if plan.state in (State.IN_REVIEW, State.EMPTY)]
    monkeypatch.setattr(world, "PLANS", chosen)


def test_every_state_is_there_and_the_queue_looks_lived_in(quick):
    shown = demo()
    assert {plan.state for plan in world.PLANS} == set(State)
    assert set(Application.objects.values_list("status", flat=True)) == set(Status)
    assert Application.objects.count() == len(world.PLANS) == 25
    assert set(Merchant.objects.values_list("status", flat=True)) == {"prospect", "approved", "active"}
    rita = User.objects.get(email_key=RITA)
    assert queue.overdue().count() == 2 and queue.unassigned().count() >= 9 and queue.mine(rita).count() == 1
    assert Case.objects.filter(submission_number=2).count() == 2
    assert {"zh-hans", "ru", "en"} == set(User.objects.filter(role="").values_list("language", flat=True))
    assert all(text in shown for text in (PASSWORD, "  lin@xiaochuan.example ", *STAFF_ADDRESSES))
    emails = Mailbox().all()
    assert 20 < len(emails) < 50 and not Message.objects.filter(status="waiting").exists()


def test_a_second_time_changes_nothing_and_reset_builds_anew(small):
    demo()
    before = set(Application.objects.values_list("pk", flat=True))
    assert "Nothing was changed" in demo()
    assert "Would remove 2 merchants with 2 applications and 5 uploaded files" in demo("--reset", "--dry-run")
    assert set(Application.objects.values_list("pk", flat=True)) == before
    keys = list(DocumentVersion.objects.values_list("key", flat=True))
    assert all(default_storage.exists(key) for key in keys)
    demo("--reset")
    after = set(Application.objects.values_list("pk", flat=True))
    assert len(after) == 2 and not after & before


def test_what_is_not_of_the_demo_survives_a_reset(small, catalogue_loaded):
    demo()
    rita = User.objects.get(email_key=RITA)
    other = worlds.claimed(rita).application
    demo("--reset")
    other.refresh_from_db()
    assert (other.status, other.reviews.get().reviewer) == ("in_review", rita)
    assert TotpDevice.objects.filter(user__role="reviewer", confirmed=True).count() == 2


def test_a_world_that_was_cut_off_is_built_anew(small, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(world, "tell_side_by_side", lambda plans, people: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            demo()
    demo()
    assert Application.objects.count() == 2


def test_it_refuses_elsewhere_than_on_a_developers_machine(db):
    with pytest.raises(CommandError, match="not for ENVIRONMENT=test"):
        demo("--reset")


def test_documents_are_really_drawn_and_opened(local, transactional_db, monkeypatch):
    """Two at once, in threads: the real way."""
    chosen = [plan for plan in world.PLANS if plan.state is State.HALF][:2]
    monkeypatch.setattr(world, "PLANS", chosen)
    demo()
    for version in DocumentVersion.objects.all():
        assert version.is_clean and version.pages >= 1 and default_storage.exists(version.page_key(1))
    assert DocumentVersion.objects.count() == 2


def test_staff_sign_in_with_the_code_on_the_page_and_nobody_else_stands_there(small, client, another_browser):
    demo()
    factories.reviewer("Nora", "nora@portal.example")
    enrol(client, "nora@portal.example")
    client.post("/sign-out/")
    page = another_browser.get("/local/codes/").content.decode()
    assert "nora@portal.example" not in page and page.count("<code>") == len(STAFF_ADDRESSES)
    client.post("/admin/sign-in/", {"email": RITA, "password": PASSWORD})
    code = code_on(page, RITA)
    assert client.post("/admin/sign-in/code/", {"code": code})["Location"] == "/admin/"
    following = another_browser.get("/local/codes/").content.decode()
    assert code_on(following, RITA) != code  # each works once


def test_without_the_demo_world_the_page_shows_nobody(local, client, another_browser, rita):
    enrol(client, rita.email)
    assert rita.email not in another_browser.get("/local/codes/").content.decode()


@pytest.mark.urls("merchant_portal.urls")
def test_elsewhere_than_locally_there_is_no_page_of_codes(client, db):
    assert client.get("/local/codes/").status_code == 404
