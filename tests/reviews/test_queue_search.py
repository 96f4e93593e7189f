"""What is searched for in the queue, and what it is compared with, is cleaned alike."""

import pytest
from django.db import connection

from merchant_portal.cleaning import clean
from onboarding.models import Application, Merchant
from reviews import permissions, queue
from reviews.models import Case
from tests import factories, worlds
from tests.infrastructure.test_cleaning import INVISIBLE, with_mark

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    owner = factories.confirmed_owner("Lin", "lin@фермер.рф", company="Fernhill Sample Tea")
    return worlds.application_at(owner=owner, legal_name="云山茶业示例公司")


def found(text) -> list[int]:
    return [case.pk for case in queue.search(Case.objects.all(), text)]


@pytest.mark.parametrize(
    "typed", ["云山茶业", "fernhill sample", "91110000600037341L", "lin@фермер.рф", "lin@xn--e1aaupct.xn--p1ai"]
)
def test_an_invisible_character_in_a_search_changes_nothing(case, typed):
    for mark in INVISIBLE[::5]:
        inside = [] if "@" in typed else [with_mark(typed, mark)[1]]
        for text in [f"{mark}{typed}", f"{typed}{mark} ", *inside]:
            assert found(text) == [case.pk], (hex(ord(mark)), text)


def test_a_reference_may_be_pasted_from_anywhere(case):
    for mark in INVISIBLE[::5]:
        for text in with_mark(case.reference.lower(), mark):
            assert found(text) == [case.pk], hex(ord(mark))
    assert found(f"ＭＰ－２０２６－{case.pk:06d}".replace("－", "-")) == [case.pk]


def test_an_invisible_character_in_a_stored_name_changes_nothing():
    for number, mark in enumerate(INVISIBLE[::40]):
        made = factories.confirmed_owner("Lin", f"lin{number}@shop.example", company=f"Fern{mark}hill Tea {number}a")
        one = worlds.application_at(owner=made, legal_name=f"Ｍuster{mark}mann Tea {number}b")
        assert found(f"fernhill tea {number}a") == found(f"mustermann TEA {number}b") == [one.pk], hex(ord(mark))
        assert mark in Application.objects.get(pk=one.pk).legal_name  # stored as typed
    assert not found("Fernhill Coffee")


def test_the_database_cleans_as_the_portal_does():
    texts = [text for mark in INVISIBLE for text in with_mark("Ａb 云", mark)]
    texts += [
        "",
        " ",
        "\u3000x\u00a0",
        "ﬁ\u0301",
        "é",
        "e\u200d\u0301",
        "Ⅷ①",
        "ß İ ı",
        "\ufdfa",
        "한글 ㄱ\u1160",
        "a\u180eb",
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT portal_clean(text) FROM unnest(%s::text[]) WITH ORDINALITY AS t(text, n) ORDER BY n", [texts]
        )
        assert [row[0] for row in cursor.fetchall()] == [clean(text) for text in texts]


def test_an_address_that_cannot_be_one_finds_nothing(case):
    for text in ("@", "lin@☃.example", "a b@c", "x" * 400 + "@y.example"):
        assert found(text) == []


def test_a_name_is_found_through_its_index(case):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        for model, field in ((Application, "legal_name_key"), (Merchant, "name_key")):
            plan = model.objects.filter(**{f"{field}__icontains": "fernhill"}).explain()
            assert "by_name" in plan, plan


def test_staff_and_merchant_of_one_name_are_related_whatever_is_hidden_in_it(case):
    for mark in INVISIBLE[::5]:
        rita = factories.reviewer(f"L{mark}IN", f"r{ord(mark)}@portal.example")
        assert permissions.is_related(rita, Case.objects.get()), hex(ord(mark))
