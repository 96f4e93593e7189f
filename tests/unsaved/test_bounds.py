"""How much is kept for a person, whatever is sent, also by many requests at once."""

import pytest
from django.http import QueryDict

from accounts.actions import unsaved
from accounts.models import UnsavedInput
from merchant_portal import crypto
from tests.threads import at_once
from tests.unsaved.leaving import end_sessions

PAGE = "/application/company/"


def keep(person, number, text="x"):
    values = QueryDict(mutable=True)
    values["goods"] = text
    form = unsaved.form_hash(PAGE, [str(number)])
    return unsaved.keep(person_id=person.pk, form=form, page=PAGE, values=values)


@pytest.mark.django_db(transaction=True)
def test_ten_forms_are_kept_for_a_person_also_by_requests_at_once(olive):
    for number in range(unsaved.MAX_FORMS):
        keep(olive, number)
    assert at_once(lambda number: keep(olive, 100 + number), 6) == [True] * 6
    assert UnsavedInput.objects.count() == unsaved.MAX_FORMS
    newest = [unsaved.form_hash(PAGE, [str(100 + number)]) for number in range(6)]
    assert UnsavedInput.objects.filter(form__in=newest).count() == 6


@pytest.mark.django_db(transaction=True)
def test_one_form_pressed_twice_at_once_is_kept_once(olive):
    assert at_once(lambda _: keep(olive, 1), 4) == [True] * 4
    assert UnsavedInput.objects.count() == 1


def test_the_newest_values_of_a_form_are_offered(olive):
    keep(olive, 1, "old")
    keep(olive, 1, "new")
    assert [offer.values["goods"] for offer in unsaved.offers(person=olive, page=PAGE)] == ["new"]


def test_what_no_form_accepts_is_not_kept(open_profile):
    open_profile.values["goods"] = "x" * unsaved.MAX_BYTES
    end_sessions()
    assert open_profile.send().status_code == 302
    assert not UnsavedInput.objects.exists()


def test_a_row_is_readable_for_its_own_person_and_form_only(olive, rita):
    keep(olive, 1, "mine")
    UnsavedInput.objects.update(person=rita)
    assert unsaved.offers(person=rita, page=PAGE) == []
    row = UnsavedInput.objects.get()
    with pytest.raises(crypto.CannotDecrypt):
        crypto.decrypt(row.encrypted, bound_to=f"unsaved input:{rita.pk}:{row.form}")


def test_only_the_fields_that_may_be_kept_are(open_profile, mailbox):
    open_profile.values |= {"password": "secret", "code": "123456", "csrfmiddlewaretoken": "t", "other": "x"}
    end_sessions()
    open_profile.send()
    (offer,) = unsaved.offers(person=open_profile.person, page=PAGE)
    assert not {"password", "code", "csrfmiddlewaretoken", "form_id", "other", "shown_for"} & set(offer.values)


def test_nothing_typed_leads_back_and_keeps_nothing(open_profile):
    open_profile.values = {"save": "1"}
    end_sessions()
    assert "next=%2Fapplication%2Fcompany%2F" in open_profile.send()["Location"]
    assert not UnsavedInput.objects.exists()


@pytest.mark.parametrize("text", ["\x00", "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"), "😀" * 100, "﷽"])
def test_any_character_is_kept_as_it_was_typed(open_profile, text):
    open_profile.values["goods"] = text
    end_sessions()
    open_profile.send()
    (offer,) = unsaved.offers(person=open_profile.person, page=PAGE)
    assert offer.values["goods"] == text
