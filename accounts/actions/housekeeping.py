"""Rows that are over and that nobody asks for any more. A beat task removes them; no request ever does."""

from datetime import timedelta

from django.db.models import Q, QuerySet

from accounts.actions import attempts
from accounts.models.attempt import AttemptRecord
from accounts.models.browser import COOKIE_DAYS, Browser
from accounts.models.challenge import Challenge, Code
from accounts.models.contact import ContactChange
from accounts.models.link import SingleUseLink
from accounts.models.pending import PendingSignIn
from accounts.models.session import Session
from merchant_portal import batches, clock

# How long after its end a row is kept, for a page or for support that still speaks of it.
FLOWS_KEPT = timedelta(days=1)
CHANGES_KEPT = timedelta(days=30)  # longer than the link that takes a change back
LINKS_KEPT = timedelta(days=90)  # until then a link says that it was used or is too old, and shows the way on


def finished() -> dict[str, QuerySet]:
    """Returns what can go, by the name of its kind; rows before those they hang on."""
    now = clock.now()
    ended = {"expires_at__lt": now - FLOWS_KEPT}
    challenges = Challenge.objects.filter(**ended)
    return {
        "codes": Code.objects.filter(challenge__in=challenges),
        "challenges": challenges,
        "pending_sign_ins": PendingSignIn.objects.filter(**ended),
        "sessions": Session.objects.filter(expire_date__lt=now),
        "attempts": AttemptRecord.objects.filter(
            Q(locked_until=None) | Q(locked_until__lt=now), touched_at__lt=now - attempts.longest_window()
        ),
        "links": SingleUseLink.objects.filter(expires_at__lt=now - LINKS_KEPT),
        "browsers": Browser.objects.filter(last_used_at__lt=now - timedelta(days=COOKIE_DAYS)),
        "contact_changes": ContactChange.objects.filter(ends_at__lt=now - CHANGES_KEPT).exclude(
            status=ContactChange.Status.WAITING  # takes effect yet
        ),
    }


def remove_finished() -> dict[str, int]:
    """Removes what is over, in batches. Returns how many rows of each kind are gone."""
    return {name: batches.delete(rows) for name, rows in finished().items()}
