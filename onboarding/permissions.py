"""Who may do what with an application. When it may be done is defined in `transitions.py`."""

from accounts.models import User
from merchant_portal.errors import Forbidden
from onboarding.models import Application, DocumentVersion, Membership, Merchant

MAY_EDIT = (Membership.Role.OWNER, Membership.Role.EDITOR)


def can_edit(by: User, application: Application) -> bool:
    """Returns whether `by` may fill in this application: an owner or editor of its merchant."""
    return application.merchant.memberships.filter(person=by, role__in=MAY_EDIT).exists()


def check_can_edit(by: User, application: Application) -> None:
    """Raises Forbidden unless `can_edit`."""
    if not can_edit(by, application):
        raise Forbidden


def can_submit(by: User, application: Application) -> bool:
    """Returns whether `by` may send, withdraw or begin again: an owner of its merchant."""
    return application.merchant.memberships.filter(person=by, role=Membership.Role.OWNER).exists()


def check_can_submit(by: User, application: Application) -> None:
    """Raises Forbidden unless `can_submit`."""
    if not can_submit(by, application):
        raise Forbidden


def can_activate(by: User, merchant: Merchant) -> bool:
    """Returns whether `by` may activate the merchant: one of its owners."""
    return merchant.memberships.filter(person=by, role=Membership.Role.OWNER).exists()


def check_can_activate(by: User, merchant: Merchant) -> None:
    """Raises Forbidden unless `can_activate`."""
    if not can_activate(by, merchant):
        raise Forbidden


def can_open_version(by: User, version: DocumentVersion) -> bool:
    """Returns whether `by` may open this upload: a member of its merchant, or a reviewer once it was submitted."""
    if by.has_perm("reviews.view_case") and version.submitted_in.exists():
        return True
    return version.document.requirement.application.merchant.memberships.filter(person=by).exists()
