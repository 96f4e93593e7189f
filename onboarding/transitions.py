"""Every status, every move, and who owns it. Data only: a move that is not listed is a refusal.

The same tables make the database's triggers, so that no code can forget them.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Owner(TextChoices):
    """Who acts while a status lasts."""

    MERCHANT = "merchant", _("the merchant")
    REVIEWER = "reviewer", _("the review team")
    NOBODY = "nobody", _("nobody")


class Status(TextChoices):
    """The status of an application."""

    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("submitted")
    IN_REVIEW = "in_review", _("in review")
    CHANGES_REQUESTED = "changes_requested", _("changes requested")
    APPROVED = "approved", _("approved")
    REJECTED = "rejected", _("rejected")
    WITHDRAWN = "withdrawn", _("withdrawn")


MOVES: dict[Status, tuple[Status, ...]] = {
    Status.DRAFT: (Status.SUBMITTED, Status.WITHDRAWN),
    Status.SUBMITTED: (Status.IN_REVIEW, Status.WITHDRAWN),
    # Back to submitted: released.
    Status.IN_REVIEW: (
        Status.SUBMITTED, Status.CHANGES_REQUESTED, Status.APPROVED, Status.REJECTED, Status.WITHDRAWN,
    ),
    Status.CHANGES_REQUESTED: (Status.SUBMITTED, Status.WITHDRAWN),
    **dict.fromkeys((Status.APPROVED, Status.REJECTED, Status.WITHDRAWN), ()),
}  # fmt: skip

OWNERS: dict[Status, Owner] = {
    **dict.fromkeys((Status.DRAFT, Status.CHANGES_REQUESTED), Owner.MERCHANT),
    **dict.fromkeys((Status.SUBMITTED, Status.IN_REVIEW), Owner.REVIEWER),
    **dict.fromkeys((Status.APPROVED, Status.REJECTED, Status.WITHDRAWN), Owner.NOBODY),
}

FINAL = frozenset(status for status, moves in MOVES.items() if not moves)
LIVE = frozenset(Status) - FINAL  # a merchant has at most one live application
UNDER_REVIEW = (Status.IN_REVIEW, Status.SUBMITTED)  # the review team has promised a date


class MerchantStatus(TextChoices):
    """The status of a merchant."""

    PROSPECT = "prospect", _("prospect")
    APPROVED = "approved", _("approved, not active")
    ACTIVE = "active", _("active")
    SUSPENDED = "suspended", _("suspended")
    CLOSED = "closed", _("closed")


MERCHANT_MOVES: dict[MerchantStatus, tuple[MerchantStatus, ...]] = {
    MerchantStatus.PROSPECT: (MerchantStatus.APPROVED,),
    MerchantStatus.APPROVED: (MerchantStatus.ACTIVE,),
    MerchantStatus.ACTIVE: (MerchantStatus.SUSPENDED, MerchantStatus.CLOSED),
    MerchantStatus.SUSPENDED: (MerchantStatus.ACTIVE, MerchantStatus.CLOSED),
    MerchantStatus.CLOSED: (),
}

ACTIVATED = (MerchantStatus.ACTIVE, MerchantStatus.SUSPENDED, MerchantStatus.CLOSED)  # once, and dated


class RequirementStatus(TextChoices):
    """The status of one thing we ask for: the company profile or a document."""

    DUE = "due", _("due")
    PROVIDED = "provided", _("provided")
    ACCEPTED = "accepted", _("accepted")
    RETURNED = "returned", _("returned")


REQUIREMENT_MOVES: dict[RequirementStatus, tuple[RequirementStatus, ...]] = {
    RequirementStatus.DUE: (RequirementStatus.PROVIDED,),
    RequirementStatus.PROVIDED: (RequirementStatus.DUE, RequirementStatus.ACCEPTED, RequirementStatus.RETURNED),
    RequirementStatus.ACCEPTED: (RequirementStatus.PROVIDED, RequirementStatus.DUE, RequirementStatus.RETURNED),
    RequirementStatus.RETURNED: (RequirementStatus.PROVIDED, RequirementStatus.DUE),
}


class VersionStatus(TextChoices):
    """The status of one uploaded file."""

    CHECKING = "checking", _("checking")
    CLEAN = "clean", _("clean")
    REFUSED = "refused", _("refused")


VERSION_MOVES: dict[VersionStatus, tuple[VersionStatus, ...]] = {
    VersionStatus.CHECKING: (VersionStatus.CLEAN, VersionStatus.REFUSED),
    VersionStatus.CLEAN: (),
    VersionStatus.REFUSED: (),
}
