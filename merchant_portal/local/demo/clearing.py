"""Taking the demo world away. What the audit recorded of it stays: nobody can delete that."""

from dataclasses import astuple, dataclass

from django.db import transaction
from django.db.models import Q

from accounts.actions import attempts
from accounts.models import SingleUseLink, User
from merchant_portal.audit import recording as audit
from merchant_portal.local.demo.events import DemoEvent
from merchant_portal.local.demo.plans import STAFF_ADDRESSES
from onboarding.actions import documents
from onboarding.models import Application, DocumentVersion, Merchant, Submission, SubmittedDocument
from reviews.models import Decision, Review, Verdict


@dataclass(frozen=True)
class Cleared:
    """How many rows of each kind go, or went."""

    merchants: int
    applications: int
    documents: int
    people: int
    staff: int

    def __str__(self):
        words = "{} merchants with {} applications and {} uploaded files, {} people, {} of staff"
        return words.format(*astuple(self))


class _Found:
    """The rows of the demo world: what hangs on the addresses of its people."""

    def __init__(self, addresses: list[str]):
        self.addresses = addresses
        self.merchants = Merchant.objects.filter(memberships__person__email_key__in=addresses).distinct()
        self.applications = Application.objects.filter(merchant__in=self.merchants.values("pk"))
        self.versions = DocumentVersion.objects.filter(document__requirement__application__in=self.applications)
        self.people = User.objects.filter(email_key__in=addresses)
        # who judged a case that stays, stays too
        busy = Review.objects.exclude(application__in=self.applications.values("pk")).values("reviewer_id")
        self.staff = User.objects.filter(email_key__in=STAFF_ADDRESSES).exclude(Q(pk__in=busy))

    def count(self) -> Cleared:
        counted = (self.merchants, self.applications, self.versions, self.people, self.staff)
        return Cleared(*(rows.count() for rows in counted))


def count(addresses: list[str]) -> Cleared:
    """Returns what `clear` would remove."""
    return _Found(addresses).count()


def clear(addresses: list[str]) -> Cleared:
    """Removes the merchants of the people with these addresses, the people, and the staff. Returns what went."""
    found = _Found(addresses)
    with transaction.atomic():
        counted = found.count()
        files = [key for version in found.versions for key in documents.files_of(version)]
        merchants = list(found.merchants.values_list("pk", flat=True))
        _delete(found, merchants)
        for address in addresses:
            attempts.clear(attempts.Limit.SENDS_BY_ANYONE, attempts.limit_key(address))
        audit.record(DemoEvent.CLEARED, by="demo", merchants=len(merchants))
        transaction.on_commit(lambda: documents.discard(files), robust=True)
    return counted


def _delete(found: _Found, merchants: list[int]) -> None:
    """Deletes row by row of the order in which they protect each other."""
    staff = list(found.staff.values_list("pk", flat=True))
    people = list(found.people.values_list("pk", flat=True))
    applications = list(found.applications.values_list("pk", flat=True))
    Decision.objects.filter(review__application__in=applications).delete()
    Verdict.objects.filter(review__application__in=applications).delete()
    Review.objects.filter(application__in=applications).delete()
    SubmittedDocument.objects.filter(submission__application__in=applications).delete()
    Submission.objects.filter(application__in=applications).delete()
    Merchant.objects.filter(pk__in=merchants).delete()
    SingleUseLink.objects.filter(address__in=found.addresses).delete()
    User.objects.filter(pk__in=[*people, *staff]).delete()
