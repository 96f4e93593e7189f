"""P31: the seller home's next step, and the tips that say how safe the account is."""

import html
import re
from datetime import timedelta

import pgtrigger
import time_machine
from django.utils import timezone

from accounts import history
from accounts.models import User
from merchant_portal.audit.models import AuditEvent
from tests.accounts.apps import set_up
from tests.accounts.security import signed_in_from
from tests.accounts.test_statement_counts import statements
from tests.factories import confirmed_owner
from tests.onboarding.test_home import HOME, active, age_password, at_once_effective, text_of

__all__ = ["active", "at_once_effective"]
TIPS = "/home/tips/"


def tip(client, title: str) -> str:
    """Returns what the tip says, with its tag first."""
    found = re.search(rf"<h3>{title} (.*?)</h3>(.*?)</div>\s*(.*?)</div>", client.get(HOME).content.decode(), re.S)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", " ".join(found.groups())))).strip()


def panel(client) -> str | None:
    found = re.search(r'class="panel">.*?<h2>(.*?)</h2>', text_of(client), re.S)
    return found and found[1]


def set_on(person, **facts):
    User.objects.filter(pk=person.pk).update(**facts)


def test_without_the_app_turning_it_on_is_the_next_step(active, olive, settings):
    settings.MODULE_PRODUCTS_URL = "https://shop.example/p/"
    age_password(olive, settings.PASSWORD_AGE_NUDGE_DAYS + 1)
    assert panel(active) == "Set up an authenticator app" and text_of(active).count('class="panel"') == 1
    assert text_of(active).count('href="/security/app/"') == 2  # next step, tip


def test_with_the_app_an_old_password_is_next_then_the_products_then_nothing(active, olive, settings):
    set_up(active)
    age_password(olive, settings.PASSWORD_AGE_NUDGE_DAYS + 1)
    assert panel(active) == "Change your password" and "181 days old" in tip(active, "Password")
    age_password(olive, settings.PASSWORD_AGE_NUDGE_DAYS - 1)
    settings.MODULE_PRODUCTS_URL = "https://shop.example/p/"
    assert panel(active) == "Put your products on sale"
    settings.MODULE_PRODUCTS_URL = ""
    assert panel(active) is None and "All done." in text_of(active)


def test_three_tips_tell_how_things_stand(active, olive):
    titles = re.findall(r"<h3>(\S[^<]+?) <", text_of(active))
    assert titles == ["Password", "Two-step sign-in", "Public networks"]
    assert tip(active, "Password").startswith("changed today")
    age_password(olive, 1)
    assert tip(active, "Password").startswith("1 day old")


def test_the_second_step_is_basic_until_the_app_is_on(active, olive, settings):
    assert tip(active, "Two-step sign-in").startswith("basic You get codes by email.")
    settings.SMS_URL = "mailbox:"
    set_on(olive, phone_confirmed_at=timezone.now())
    assert tip(active, "Two-step sign-in").startswith("basic You get codes by text message.")
    set_up(active)
    assert tip(active, "Two-step sign-in").startswith("with the app") and "Manage" in tip(active, "Two-step sign-in")


def test_a_new_browser_within_thirty_days_is_reported_and_leads_to_the_history(active, mailbox):
    signed_in_from(mailbox)
    shown = tip(active, "Public networks")
    assert shown.startswith("new browser In the last 30 days, there was a sign-in from a new browser.")
    assert 'href="/security/history/"' in text_of(active)


def test_after_thirty_days_a_new_browser_is_no_news(active, olive):
    assert not history.came_from_known_browsers(olive)
    with time_machine.travel(timezone.now() + timedelta(days=29)):
        assert not history.came_from_known_browsers(olive)
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        assert history.came_from_known_browsers(olive)


def test_sign_ins_from_known_browsers_only_are_reported_as_usual(active):
    with pgtrigger.ignore("audit.AuditEvent:append_only"):
        AuditEvent.objects.filter(code="accounts.signed_in").update(data={"method": "mail", "known": True})
    assert tip(active, "Public networks").startswith(
        "known browsers In the last 30 days, you only signed in from known"
    )


def test_another_persons_new_browser_is_no_news(olive, mailbox):
    sam = confirmed_owner("Sam", "sam@hilltop.example")
    signed_in_from(mailbox, email=sam.email)
    assert history.came_from_known_browsers(olive) and not history.came_from_known_browsers(sam)


def test_the_tips_can_be_put_away_for_thirty_days(active, olive):
    answer = active.post(TIPS)
    cookie = answer.cookies["tips"]
    assert answer["Location"] == HOME and cookie["max-age"] == 30 * 24 * 3600 and cookie["httponly"]
    assert "Security tips" not in text_of(active) and panel(active) == "Set up an authenticator app"
    active.cookies["tips"] = "0"  # of somebody else who uses this browser
    assert "Security tips" in text_of(active)


def test_looking_puts_nothing_away_and_strangers_neither(active, client, db):
    assert active.get(TIPS).status_code == 405 and "Security tips" in text_of(active)
    client.cookies.clear()
    assert client.post(TIPS)["Location"].startswith("/sign-in/")


def test_put_away_tips_cost_nothing(active):
    active.post(TIPS)
    assert len(statements(lambda: active.get(HOME))) == 4
