"""The letter of a decision before it is sent, as its reader will see it."""

from copy import copy
from datetime import timedelta

from django.conf import settings

from accounts.models import SingleUseLink, User
from merchant_portal import clock
from merchant_portal.messaging import mail
from merchant_portal.site import address_of
from onboarding.emails import Approved, ChangesRequested, Rejected
from onboarding.models import Reason, Return
from reviews.actions.effects import return_reasons_of
from reviews.items import ReviewItem
from reviews.models import Case
from reviews.transitions import Outcome


def preview(
    *,
    case: Case,
    outcome: Outcome,
    items: list[ReviewItem],
    reasons: list[Reason],
    message: str,
    person: User,
    language: str,
):
    """Returns the letter that `person` will get, written in `language`: subject and text.

    The activation link is generated only when the email is sent; here the page's address is shown instead.
    """
    reader = copy(person)
    reader.language = language
    now = clock.now()
    if outcome == Outcome.REQUEST_CHANGES:
        returns = [
            Return(requirement=why.requirement, reason=why.reason, field=why.field, part=why.part, comment=why.comment)
            for why in return_reasons_of(items)
        ]
        until = now + timedelta(days=settings.CHANGES_DAYS)
        return mail.compose(ChangesRequested.about(case, returns, message, until, reader))
    if outcome == Outcome.APPROVE:
        until = now + SingleUseLink.lifetime(SingleUseLink.Purpose.ACTIVATE)
        return mail.compose(
            Approved.about(case, message, reader, link=address_of("onboarding:activate"), expires_at=until)
        )
    return mail.compose(Rejected.about(case, reasons, message, reader))
