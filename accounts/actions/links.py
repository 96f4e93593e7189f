"""Single-use links: written here, drawn by the worker, redeemed once."""

from enum import Enum

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models.link import SingleUseLink
from merchant_portal.errors import Refused


class Standing(Enum):
    """How a link that somebody holds stands."""

    READY = "ready"
    USED = "used"
    EXPIRED = "expired"
    SUPERSEDED = "superseded"
    UNKNOWN = "unknown"


class LinkRefused(Refused):
    """The link cannot be redeemed. `standing` says why, `link` is the row, if there is one."""

    def __init__(self, standing: Standing, link: SingleUseLink | None):
        self.standing, self.link = standing, link
        super().__init__()


def issue(*, purpose: str, reference, address: str) -> SingleUseLink:
    """Writes a link of `purpose` about `reference` for `address` and ends the one before.

    Returns the row; its token is drawn when the message leaves. Two at once: the second waits and then wins.
    """
    mine = {"purpose": purpose, "reference": str(reference), "address": address}
    while True:
        end_all(**mine)
        try:
            with transaction.atomic():
                return SingleUseLink.objects.create(**mine, expires_at=timezone.now() + SingleUseLink.lifetime(purpose))
        except IntegrityError:
            continue  # another one was written between the two statements: end that one as well


def end_all(*, purpose: str, reference, address: str | None = None) -> int:
    """Ends every live link of `purpose` about `reference` (for `address` only, if given). Returns their number."""
    live = SingleUseLink.objects.filter(
        purpose=purpose, reference=str(reference), used_at__isnull=True, superseded_at__isnull=True
    )
    if address is not None:
        live = live.filter(address=address)
    return live.update(superseded_at=timezone.now())


def look(*, purpose: str, token: str) -> tuple[Standing, SingleUseLink | None]:
    """Returns how the link with `token` stands and its row, changing nothing."""
    link = SingleUseLink.with_token(purpose, token).first()
    return _standing(link), link


def redeem(*, purpose: str, token: str) -> SingleUseLink:
    """Locks and consumes the link with `token` in the caller's transaction. Returns the row.

    Raises LinkRefused for one that is used, expired, superseded or unknown.
    """
    link = SingleUseLink.with_token(purpose, token).select_for_update().first()
    standing = _standing(link)
    if standing is not Standing.READY:
        raise LinkRefused(standing, link)
    link.used_at = timezone.now()
    link.save(update_fields=["used_at"])
    return link


def _standing(link: SingleUseLink | None) -> Standing:
    if link is None:
        return Standing.UNKNOWN
    if link.used_at:
        return Standing.USED
    if link.superseded_at:
        return Standing.SUPERSEDED
    return Standing.READY if link.is_live else Standing.EXPIRED
