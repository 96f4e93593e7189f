"""Which outcome the verdicts bear."""

from django.utils.translation import gettext_lazy as _

from merchant_portal.errors import Refused
from onboarding.models import Reason
from reviews.items import ReviewItem
from reviews.transitions import Outcome


class ItemsOpen(Refused):
    """A required item has no verdict yet, or was not accepted; `items` are those."""

    def __init__(self, items: list[ReviewItem], sentence):
        self.items = items
        super().__init__(sentence)


class NothingReturned(Refused):
    """Changes are asked for only when something was returned."""

    sentence = _("You haven't returned any items, so there is nothing to change. Return an item, or approve the case.")


class FinalReasonMissing(Refused):
    """A rejection gives at least one final reason."""

    sentence = _("Choose at least one final reason for the rejection.")


def check_can_be(outcome: Outcome, items: list[ReviewItem]) -> None:
    """Raises ItemsOpen or NothingReturned unless the verdicts bear `outcome`. A rejection needs only its reasons."""
    lost = [item for item in items if item.is_open and item.is_lost]
    if outcome != Outcome.REJECT and lost:
        raise ItemsOpen(lost, _("The image of a document is missing from our storage. Request a new upload."))
    unjudged = [item for item in items if item.is_open]
    returned = [item for item in items if item.is_returned]
    if outcome == Outcome.REQUEST_CHANGES and unjudged:
        sentence = _(
            "Some items haven't been reviewed yet. Review them first, so the merchant gets all corrections at once."
        )
        raise ItemsOpen(unjudged, sentence)
    if outcome == Outcome.REQUEST_CHANGES and not returned:
        raise NothingReturned
    if outcome == Outcome.APPROVE and (unjudged or returned):
        raise ItemsOpen([*unjudged, *returned], _("Some items haven't been accepted. Accept them, or request changes."))


def final_reasons(codes: list[str]) -> list[Reason]:
    """Returns the final reasons with these codes. Raises FinalReasonMissing for none, or for one of another kind."""
    found = list(Reason.objects.filter(code__in=codes, kind__in=Reason.ENDING).order_by("position"))
    if not found or len(found) != len(set(codes)):
        raise FinalReasonMissing
    return found
