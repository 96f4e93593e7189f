"""A link that a mail program or a person copied with what stood behind it still works, or says that it is broken."""

import re

import pytest

from accounts.models import SingleUseLink, User
from tests.accounts.changing import change
from tests.accounts.test_contact_undo import link_to
from tests.accounts.test_sign_in_begin import ADDRESS, sign_in
from tests.accounts.test_sign_in_lock import lock
from tests.factories import register_form, registered_owner
from tests.onboarding.judged import approved
from tests.pages import PageCheckingClient

BEHIND = [*',)>。）》."', "%20", "%E3%80%82", ".)", "%C2%A0", "%E2%80%8B", "。如果您没有注册"]
with_what_is_behind = pytest.mark.parametrize("behind", BEHIND)


def status_of(page):
    return page.content.decode().partition('data-status="')[2].partition('"')[0]


@pytest.fixture
def confirming(db, mailbox):
    registered_owner("Max", "max@riverside.example")
    return mailbox.latest(to="max@riverside.example").link


@pytest.fixture
def unlocking(another_browser, olive, mailbox):
    lock(another_browser)
    return mailbox.latest(to=ADDRESS, kind="accounts/locked").link


@pytest.fixture
def undoing(signed_in, mailbox):
    change(signed_in, mailbox)
    return link_to(mailbox)


@pytest.fixture
def activating(signed_in, olive, rita, mailbox, settings):
    settings.DECISION_UNDO_SECONDS = 0
    approved(olive, rita)
    return mailbox.latest(to=olive.email, kind="onboarding/approved").link


@with_what_is_behind
def test_a_confirming_link_works(confirming, client, behind):
    for link in (f"{confirming}{behind}", f"{confirming.rstrip('/')}{behind}"):
        page = client.get(link, follow=True)
        assert status_of(page) == "ready", link
    assert client.post(page.request["PATH_INFO"])["Location"].startswith("/sign-in/")
    assert User.objects.get().is_confirmed


@with_what_is_behind
def test_an_unlocking_link_works(unlocking, client, behind):
    page = client.get(f"{unlocking}{behind}", follow=True)
    client.post(page.request["PATH_INFO"], {"answer": "me"})
    assert sign_in(client).status_code == 302


@with_what_is_behind
def test_an_undoing_link_works(undoing, client, behind, olive):
    page = client.get(f"{undoing}{behind}", follow=True)
    assert status_of(client.post(page.request["PATH_INFO"], follow=True)) == "done"
    assert User.objects.get(pk=olive.pk).email == ADDRESS


@with_what_is_behind
def test_an_activating_link_works(activating, signed_in, behind):
    page = signed_in.get(f"{activating}{behind}", follow=True)
    assert signed_in.post(page.request["PATH_INFO"])["Location"] == "/activate/?done=1"


@pytest.mark.parametrize("kind", ["confirm-email", "activate", "unlock", "undo"])
@pytest.mark.parametrize("token", ["x", "a/b/c", ",", "%20", "%00", "%ff", "x" * 3000])
def test_a_link_that_is_not_whole_says_so(client, db, kind, token):
    page = client.get(f"/{kind}/{token}/")
    assert page.status_code in (200, 400, 404)
    assert token == "%00" or "data-status" in page.content.decode()


def test_a_part_of_a_token_opens_nothing(confirming, client):
    for link in (f"{confirming[:-4]}/", f"{confirming[:-8]},{confirming[-8:]}"):
        assert status_of(client.get(link)) == "unknown"
        client.post(link)
    assert SingleUseLink.objects.get().used_at is None


@pytest.fixture
def pressed(db, another_browser, settings, mailbox):
    """The link that Max pressed in the browser in which he registered."""
    settings.MIN_FILL_SECONDS = 0
    form = register_form(another_browser.get("/register/"), email="max@riverside.example")
    another_browser.post("/register/", form)
    link = mailbox.latest(to="max@riverside.example").link
    another_browser.post(link)
    return link


def test_who_is_signed_in_and_presses_again_is_led_home(pressed, another_browser, client, db):
    assert another_browser.get(pressed)["Location"] == another_browser.post(pressed)["Location"] == "/application/"
    assert status_of(client.get(pressed)) == status_of(client.post(pressed)) == "used"


def test_another_person_who_presses_reads_that_it_was_used(pressed, signed_in):
    assert status_of(signed_in.get(pressed)) == status_of(signed_in.post(pressed)) == "used"


USED = r"Used: <time[^>]*>\d\d:\d\d|Used: <time[^>]*>today"


@pytest.mark.parametrize("kind", ["pressed", "unlocking", "undoing"])
def test_a_used_link_says_when_it_was_used(request, db, kind):
    link, stranger = request.getfixturevalue(kind), PageCheckingClient()
    stranger.post(link, {"answer": "not-me"})
    assert re.search(USED, stranger.get(link).content.decode())


def test_a_used_activation_names_who_pressed_it_to_its_owners_only(activating, signed_in):
    signed_in.post(activating)
    assert "Olive Tan activated the account (today, " in signed_in.get(activating).content.decode()
    assert "Olive Tan" not in PageCheckingClient().get(activating).content.decode()
