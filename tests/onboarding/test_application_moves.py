from itertools import product

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from django.utils import timezone

from onboarding.models import Application, Merchant
from onboarding.transitions import (
    ACTIVATED,
    FINAL,
    LIVE,
    MERCHANT_MOVES,
    MOVES,
    OWNERS,
    UNDER_REVIEW,
    MerchantStatus,
    Owner,
    Status,
)

PAIRS = [(before, after) for before, after in product(Status, Status) if before != after]
MERCHANT_PAIRS = [(before, after) for before, after in product(MerchantStatus, MerchantStatus) if before != after]


def path_to(status, moves, start):
    """Returns the shortest way from `start` to `status` along the listed moves."""
    ways = [[start]]
    while ways:
        way = ways.pop(0)
        if way[-1] == status:
            return way[1:]
        ways += [[*way, after] for after in moves[way[-1]] if after not in way]
    raise AssertionError(f"no way leads to {status}")


def brought_to(row, status, moves, start):
    for step in path_to(status, moves, start):
        assert move(type(row).objects.filter(pk=row.pk), step)
    return type(row).objects.filter(pk=row.pk)


def move(rows, after) -> bool:
    """Says whether the database lets the row move to `after`, with the facts that go with it."""
    now = timezone.now()
    if rows.model is Merchant:
        dates = {"activated_at": now if after in ACTIVATED else None}
    else:
        dates = {
            "due_at": now if after in UNDER_REVIEW else None,
            "changes_due_at": now if after == Status.CHANGES_REQUESTED else None,
        }
    try:
        with transaction.atomic():
            return bool(rows.update(status=after, **dates))
    except ProgrammingError:
        return False


@pytest.mark.parametrize("before, after", PAIRS)
def test_an_application_moves_only_as_listed(db, before, after):
    row = Application.objects.create(merchant=Merchant.objects.create(name="Fernhill"))
    rows = brought_to(row, before, MOVES, Status.DRAFT)
    assert move(rows, after) is (after in MOVES[before])


@pytest.mark.parametrize("before, after", MERCHANT_PAIRS)
def test_a_merchant_moves_only_as_listed(db, before, after):
    rows = brought_to(Merchant.objects.create(name="Fernhill"), before, MERCHANT_MOVES, MerchantStatus.PROSPECT)
    assert move(rows, after) is (after in MERCHANT_MOVES[before])


def test_who_is_active_has_a_date(db):
    rows = brought_to(Merchant.objects.create(name="Fernhill"), "active", MERCHANT_MOVES, MerchantStatus.PROSPECT)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(activated_at=None)


@pytest.mark.parametrize("status", [status for status in Status if status != Status.DRAFT])
def test_an_application_is_born_a_draft(db, status):
    merchant = Merchant.objects.create(name="Fernhill")
    with pytest.raises(ProgrammingError), transaction.atomic():
        Application.objects.create(merchant=merchant, status=status)
    with pytest.raises(ProgrammingError), transaction.atomic():
        Application.objects.bulk_create([Application(merchant=merchant, status=status)])


def test_a_merchant_has_one_live_application(db):
    merchant = Merchant.objects.create(name="Fernhill")
    first = Application.objects.create(merchant=merchant)
    with pytest.raises(IntegrityError), transaction.atomic():
        Application.objects.create(merchant=merchant)
    Application.objects.filter(pk=first.pk).update(status=Status.WITHDRAWN)
    assert Application.objects.create(merchant=merchant)


def test_every_status_has_an_owner_and_every_final_one_none():
    assert set(OWNERS) == set(MOVES) == set(Status)
    assert {status for status, owner in OWNERS.items() if owner == Owner.NOBODY} == FINAL == set(Status) - LIVE


def test_the_reference_names_year_and_number(db):
    draft = Application.objects.create(merchant=Merchant.objects.create(name="Fernhill"))
    assert draft.reference == f"MP-{draft.created_at.year}-{draft.pk:06d}"
