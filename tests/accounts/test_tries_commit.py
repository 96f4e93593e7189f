"""A try is spent for good: never where the rollback of a caller would give it back."""

import pytest
from django.db import transaction

from accounts.actions import budgets, flows, sign_in
from accounts.models import Budget
from accounts.models.flow import WRONG_CODES
from accounts.models.pending import PendingSignIn

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_try_of_the_person_is_not_taken_within_a_transaction():
    key = budgets.key_of("user:1")
    with pytest.raises(RuntimeError), transaction.atomic():
        budgets.spend(budgets.Kind.STEP_UP, key)
    assert not Budget.objects.filter(key=key).exists()
    assert budgets.spend(budgets.Kind.STEP_UP, key) is not None


def test_a_try_of_the_flow_is_not_taken_within_a_transaction(olive):
    pending = sign_in.open_flow(olive, PendingSignIn.Purpose.SIGN_IN)
    with pytest.raises(RuntimeError), transaction.atomic():
        flows.take_try(pending)
    assert flows.tries_left(pending) == WRONG_CODES
    assert flows.take_try(pending) and flows.tries_left(pending) == WRONG_CODES - 1
