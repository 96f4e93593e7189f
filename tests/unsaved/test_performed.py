"""What was offered again is offered no more once the form was performed; a refused form keeps the offer."""

from accounts.models import UnsavedInput
from tests.unsaved.again import sign_in_again
from tests.unsaved.leaving import end_sessions, saved

NOTICE = "It isn't saved yet."


def test_a_form_that_is_performed_takes_its_offer_away(form, mailbox):
    end_sessions()
    form.send()
    sign_in_again(form, mailbox)
    before = saved()
    form.id = ""
    assert form.send().status_code == 302 and saved() != before
    assert not UnsavedInput.objects.exists() and NOTICE not in form.look()


def test_a_form_that_is_refused_for_its_values_keeps_the_offer(open_profile, mailbox):
    end_sessions()
    open_profile.send()
    sign_in_again(open_profile, mailbox)
    open_profile.values["registration_number"] = "1"
    assert open_profile.send().status_code == 200
    assert UnsavedInput.objects.exists() and NOTICE in open_profile.look()


def test_the_language_can_be_switched_in_an_open_form_which_is_not_performed(form):
    before = saved()
    form.values |= {"language": "ru"}
    page = form.send()
    assert page.status_code == 200 and "carefully" in page.content.decode() and saved() == before
    assert page.cookies["language"].value == "ru" and '<html lang="ru"' in page.content.decode()
    form.person.refresh_from_db()
    assert form.person.language == "ru" and not UnsavedInput.objects.exists()
