"""A try is spent for good: never where the rollback of a caller would give it back."""

import pytest
from django.db import transaction

from accounts.actions import attempts, flows, sign_in
from accounts.models import AttemptRecord
from accounts.models.flow import WRONG_CODES
from accounts.models.pending import PendingSignIn

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_try_of_the_person_is_not_taken_within_a_transaction():
    key = attempts.limit_key("user:1")
    with pytest.raises(RuntimeError), transaction.atomic():
        attempts.consume(attempts.Limit.STEP_UP, key)
    assert not AttemptRecord.objects.filter(key=key).exists()
    assert attempts.consume(attempts.Limit.STEP_UP, key) is not None


def test_a_try_of_the_flow_is_not_taken_within_a_transaction(olive):
    pending = sign_in.open_flow(olive, PendingSignIn.Purpose.SIGN_IN)
    with pytest.raises(RuntimeError), transaction.atomic():
        flows.consume_attempt(pending)
    assert flows.attempts_left(pending) == WRONG_CODES
    assert flows.consume_attempt(pending) and flows.attempts_left(pending) == WRONG_CODES - 1
