"""Who is signed in comes with the session's row: in every case that is not plain, Django's own look-up decides."""

import pytest

from accounts.models import Session, User
from tests.factories import confirmed_owner

PAGE = "/security/"


def is_in(client) -> bool:
    return client.get(PAGE).status_code == 200


@pytest.fixture
def signed_in(client, olive):
    client.force_login(olive)
    assert is_in(client)
    return client


@pytest.mark.parametrize("change", [{"security_stamp": "another"}, {"is_active": False}], ids=str)
def test_whoever_changed_meanwhile_is_judged_as_of_now(signed_in, olive, change):
    User.objects.filter(pk=olive.pk).update(**change)
    assert not is_in(signed_in)


def test_a_row_that_names_another_person_than_its_data_signs_nobody_in_as_the_other(signed_in, olive):
    Session.objects.update(user=confirmed_owner("Sam", "sam@fernhill.example"))
    assert str(signed_in.get(PAGE).context["user"].pk) == str(olive.pk)


def test_a_session_under_an_older_secret_goes_on_unchanged_under_the_new_one(signed_in, settings):
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another secret, for the sake of rotation 0123456789"
    before = Session.objects.get().pk
    assert is_in(signed_in) and Session.objects.get().pk == before


def test_a_session_whose_person_is_gone_is_over(signed_in, olive):
    User.objects.filter(pk=olive.pk).delete()
    assert not is_in(signed_in)
