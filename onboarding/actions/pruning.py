"""People who never confirmed their mailbox, and what they began."""

from datetime import timedelta

from django.db.models import CharField, Exists, OuterRef, QuerySet
from django.db.models.functions import Cast

from accounts.models import PendingSignIn, SingleUseLink, User
from merchant_portal import batches, clock
from merchant_portal.audit import recording as audit
from onboarding.events import OnboardingEvent
from onboarding.models import Membership, Merchant

KEPT = timedelta(days=30)
AT_ONCE = 500  # people; each with about ten rows


def forgotten() -> QuerySet[User]:
    """Returns who registered long ago, never confirmed the mailbox, and has asked for no link for as long."""
    now = clock.now()
    newest_link = SingleUseLink.objects.filter(
        purpose=SingleUseLink.Purpose.CONFIRM,
        reference=Cast(OuterRef("pk"), CharField()),
        used_at__isnull=True,
        superseded_at__isnull=True,
        created_at__gte=now - KEPT,
    )
    at_it = PendingSignIn.objects.filter(user=OuterRef("pk"), expires_at__gt=now)
    never_confirmed = User.objects.filter(status=User.Status.UNCONFIRMED, created_at__lt=now - KEPT)
    return never_confirmed.filter(~Exists(newest_link), ~Exists(at_it))


def prune_accounts() -> int:
    """Removes the forgotten with their merchants and drafts, in batches. Returns the number of people.

    The audit keeps their ids. A merchant that somebody else belongs to as well stays.
    """
    return batches.each(forgotten(), _remove, size=AT_ONCE)


def _remove(people: list[int]) -> None:
    shared = Membership.objects.exclude(person__in=people).values("merchant")
    merchants = Merchant.objects.filter(memberships__person__in=people).exclude(pk__in=shared)
    ids = sorted(set(merchants.values_list("pk", flat=True)))
    Merchant.objects.filter(pk__in=ids).delete()
    User.objects.filter(pk__in=people).delete()
    audit.record(OnboardingEvent.PRUNED, by="prune_accounts", people=sorted(people), merchants=ids)
