"""A form that is sent after its session ended performs nothing, and what was typed is offered to its person again."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.utils import timezone

from accounts.models import UnsavedInput, User
from accounts.tasks import remove_unsaved_input
from merchant_portal import form_ids
from tests import factories
from tests.onboarding.judged import sign_in
from tests.unsaved.again import sign_in_again
from tests.unsaved.leaving import SHOWN, TYPED, end_sessions, saved

NOTICE = "It isn't saved yet."


def test_what_was_typed_is_offered_after_signing_in_again(form, mailbox):
    before = saved()
    end_sessions()
    led = urlsplit(form.send()["Location"])
    assert led.path == ("/admin/sign-in/" if form.person.is_staff else "/sign-in/")
    way_back = parse_qs(led.query)["next"][0]
    assert way_back == form.page and saved() == before
    assert sign_in_again(form, mailbox, next=way_back)["Location"] == form.page
    page = form.look()
    assert NOTICE in page and SHOWN in page and TYPED not in page


def test_sent_twice_it_is_offered_once(form):
    end_sessions()
    assert form.send()["Location"] == form.send()["Location"]
    assert UnsavedInput.objects.count() == 1


def test_performed_or_discarded_it_is_offered_no_more(form, mailbox):
    end_sessions()
    form.send()
    sign_in_again(form, mailbox)
    assert form.client.post(f"/unsaved/{UnsavedInput.objects.get().pk}/discard/")["Location"] == form.page
    assert NOTICE not in form.look()


def test_somebody_else_sees_nothing_and_removes_nothing(form, another_browser, mailbox):
    end_sessions()
    form.send()
    stranger = factories.confirmed_owner("Sam", "sam@shop.example")
    sign_in(another_browser, stranger, mailbox)
    for path in (form.page, "/application/company/", "/application/"):
        assert "carefully" not in another_browser.get(path, follow=True).content.decode()
    another_browser.post(f"/unsaved/{UnsavedInput.objects.get().pk}/discard/")
    assert UnsavedInput.objects.get().person == form.person


def test_it_is_offered_for_an_hour_and_then_removed(form, mailbox):
    end_sessions()
    form.send()
    sign_in_again(form, mailbox)
    UnsavedInput.objects.update(typed_at=timezone.now() - timedelta(minutes=59))
    remove_unsaved_input()
    assert NOTICE in form.look()
    UnsavedInput.objects.update(typed_at=timezone.now() - timedelta(minutes=61))
    assert NOTICE not in form.look()
    remove_unsaved_input()
    assert not UnsavedInput.objects.exists()


def test_it_is_unreadable_at_rest_and_in_logs(form, caplog):
    end_sessions()
    form.send()
    row = UnsavedInput.objects.values().get()
    assert "carefully" not in repr(row) and b"carefully" not in bytes(row["encrypted"])
    assert "carefully" not in caplog.text


@pytest.mark.parametrize(
    "headers",
    [
        {"HTTP_ORIGIN": "https://evil.example"},
        {"HTTP_ORIGIN": "null"},
        {"HTTP_ORIGIN": "http://testserver.evil.example"},
        {"HTTP_ORIGIN": None, "HTTP_REFERER": None},
        {"HTTP_ORIGIN": None, "HTTP_REFERER": "https://evil.example/application/company/"},
        {"HTTP_ORIGIN": None, "HTTP_REFERER": "http://[broken"},
    ],
)
def test_nothing_is_kept_of_a_form_of_another_site(open_profile, headers):
    end_sessions()
    open_profile.send(**headers)
    assert not UnsavedInput.objects.exists()


def test_a_page_of_ours_is_known_by_its_referer_where_no_origin_is_sent(open_profile):
    end_sessions()
    open_profile.send(HTTP_ORIGIN=None)
    assert UnsavedInput.objects.exists()


@pytest.mark.parametrize("marker", ["", "x", "forged", "of nobody"])
def test_nothing_is_kept_without_a_marker_of_ours(open_profile, marker):
    end_sessions()
    made = {"forged": open_profile.id[:-3] + "abc", "of nobody": form_ids.new()}
    open_profile.id = made.get(marker, marker)
    assert open_profile.send().status_code == 302
    assert not UnsavedInput.objects.exists()


def test_a_page_that_was_open_for_half_a_day_still_counts_and_for_two_days_does_not(open_profile):
    end_sessions()
    with time_machine.travel(timezone.now() + timedelta(hours=13)):
        open_profile.send()
    assert UnsavedInput.objects.exists()
    UnsavedInput.objects.all().delete()
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        open_profile.send()
    assert not UnsavedInput.objects.exists()


def test_nothing_is_kept_for_an_account_that_is_gone_or_closed(open_profile):
    end_sessions()
    User.objects.filter(pk=open_profile.person.pk).update(is_active=False)
    open_profile.send()
    assert not UnsavedInput.objects.exists()
