"""A merchant's life after approval."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.actions import links
from accounts.models import SingleUseLink
from merchant_portal import clock
from merchant_portal.audit import recording as audit
from merchant_portal.errors import Refused
from merchant_portal.messaging import outbox as messaging
from merchant_portal.site import terms_version
from onboarding import permissions
from onboarding.actions import applications
from onboarding.emails import Active
from onboarding.events import OnboardingEvent
from onboarding.history import with_last_move
from onboarding.models import Membership, Merchant
from onboarding.transitions import MerchantStatus

ACTIVATE = SingleUseLink.Purpose.ACTIVATE


class NotApproved(Refused):
    """There is nothing to activate: the application is not approved."""

    sentence = _("You can't activate this account yet. The application hasn't been approved.")

    def __init__(self, merchant: Merchant):
        super().__init__(with_last_move(self.sentence, merchant.applications.latest("pk")))


def activate(*, merchant: Merchant, token: str = "", by) -> bool:
    """Opens the seller home and closes every live activation link, in one transaction.

    A signed-in owner needs no link; the one whose `token` is given counts as used. Returns False when the merchant
    is active already, so that a second press does no harm. Raises Forbidden or NotApproved.
    """
    permissions.check_can_activate(by, merchant)
    with transaction.atomic():
        locked = Merchant.objects.select_for_update().get(pk=merchant.pk)
        if locked.status == MerchantStatus.ACTIVE:
            return False
        if locked.status != MerchantStatus.APPROVED:
            raise NotApproved(locked)
        if token:
            _use_up(token, locked)
        links.end_all(purpose=ACTIVATE, reference=locked.pk)
        locked.status = MerchantStatus.ACTIVE
        locked.activated_at = clock.now()
        locked.save(update_fields=["status", "activated_at"])
        audit.record(OnboardingEvent.ACTIVATED, target=locked, by=by, terms_version=terms_version())
        for owner in locked.memberships.filter(role=Membership.Role.OWNER).order_by("pk"):
            messaging.send(Active, owner.pk)
    return True


def _use_up(token: str, merchant: Merchant) -> None:
    """Marks the link as used, if it is still valid; an owner who is signed in does not depend on it."""
    link_status, link = links.find(purpose=ACTIVATE, token=token)
    if link_status is links.LinkStatus.READY and link.reference == str(merchant.pk):
        links.redeem(purpose=ACTIVATE, token=token)


def find_activation_link(token: str) -> tuple[links.LinkStatus, SingleUseLink | None, Merchant | None]:
    """Returns the status of an activation link, its row and its merchant, changing nothing.

    Once the merchant is active, every link to it counts as used.
    """
    link_status, link = links.find(purpose=ACTIVATE, token=token)
    merchant = Merchant.objects.filter(pk=link.reference).first() if link else None
    if merchant is None:
        return links.LinkStatus.UNKNOWN, None, None
    if merchant.status == MerchantStatus.ACTIVE:
        link_status = links.LinkStatus.USED
    return link_status, link, merchant


def renew_link(token: str) -> None:
    """Sends a new link to the address that the expired one `token` was sent to. Any other link does nothing."""
    link_status, link, merchant = find_activation_link(token)
    if link_status is not links.LinkStatus.EXPIRED or merchant.status != MerchantStatus.APPROVED:
        return
    with transaction.atomic():
        applications.send_activation(merchant, link.address)
        audit.record(OnboardingEvent.LINK_RENEWED, target=merchant)
