import pytest
from django.core import signing

from merchant_portal import form_ids


def test_an_id_names_the_person_and_its_age():
    found = form_ids.read(form_ids.new(7))
    assert found.person_id == 7
    assert len(found.random) == 32


def test_ids_differ_and_are_equally_long():
    first, second = form_ids.new(), form_ids.new()
    assert first != second
    assert len(first) == len(second)


FORGED = {
    "empty": "",
    "nonsense": "nonsense",
    "another signature": "a:b:c",
    "too short": signing.dumps([1], salt=form_ids.SALT),
    "another salt": signing.dumps(["x", 1, 1]),
}


@pytest.mark.parametrize("forged", FORGED.values(), ids=FORGED)
def test_it_refuses_an_id_that_is_not_ours(forged):
    with pytest.raises(form_ids.Stale):
        form_ids.read(forged)


def test_it_refuses_an_id_older_than_a_day(monkeypatch):
    old = form_ids.new(7)
    monkeypatch.setattr(form_ids, "MAX_HOURS", 0)
    with pytest.raises(form_ids.Stale):
        form_ids.read(old)


def test_every_form_of_a_signed_in_page_names_the_person(signed_in, olive):
    page = signed_in.get("/security/password/").content.decode()
    marks = [mark.split('"')[0] for mark in page.split('name="form_id" value="')[1:]]
    assert marks
    assert {form_ids.read(mark).person_id for mark in marks} == {olive.pk}


def test_an_anonymous_page_names_nobody(client, db):
    page = client.get("/sign-in/").content.decode()
    assert form_ids.read(page.split('name="form_id" value="')[1].split('"')[0]).person_id is None
