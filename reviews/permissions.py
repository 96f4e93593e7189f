"""Which member of staff may do what with a case. When it may be done is defined in `transitions.py`."""

from accounts.models import User
from merchant_portal.cleaning import name_key
from merchant_portal.errors import Forbidden
from onboarding.models import Membership
from reviews.models import Case, Review


def can_review(by: User) -> bool:
    """Returns whether the role lets `by` judge cases at all."""
    return by.has_perm("reviews.judge_case")


def check_can_review(by: User) -> None:
    """Raises Forbidden unless `can_review`."""
    if not can_review(by):
        raise Forbidden


def is_related(by: User, case: Case) -> bool:
    """Returns whether `by` shares address, phone or name with somebody of the merchant: then nobody judges."""
    people = Membership.objects.filter(merchant_id=case.merchant_id).select_related("person")
    own = _identity(by)
    return any(own & _identity(row.person) for row in people)


def _identity(person: User) -> set[str]:
    """Returns what a person is recognised by: address, phone and name, as they are compared."""
    return {person.email_key, person.phone, name_key(person.name)} - {""}


def holds(by: User, review: Review | None) -> bool:
    """Returns whether `by` is the one who claimed the case."""
    return review is not None and review.is_open and review.reviewer_id == by.pk
