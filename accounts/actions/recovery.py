"""Recovery codes: ten, shown once, each good for one second step."""

from django.db import transaction
from django.utils import timezone

from accounts.actions import budgets, challenges
from accounts.emails import RecoveryCodeUsed
from accounts.events import Event
from accounts.models.pending import Channel, PendingSignIn
from accounts.models.recovery import RecoveryCode
from accounts.models.user import User
from merchant_portal.audit import recording as audit
from merchant_portal.messaging import outbox as messaging


def left(user: User) -> int:
    """Returns how many recovery codes of `user` are unused."""
    return RecoveryCode.objects.filter(user=user, used_at__isnull=True).count()


def verify(pending: PendingSignIn, code: str) -> None:
    """Uses up the recovery code `code`, in plain letters, for the second step of a sign-in; the person is told by mail.

    Raises challenges.WrongCode, challenges.StepUpLocked or flows.FlowEnded. A code is accepted once.
    """
    attempt = challenges.spend_tries(pending)
    with transaction.atomic():
        used = RecoveryCode.answered_by(pending.user, code).update(used_at=timezone.now())
        if used:
            audit.record(Event.RECOVERY_CODE_USED, target=pending.user, by=pending.user)
            messaging.send(RecoveryCodeUsed, pending.user_id)
    if not used:
        challenges.refuse(pending, Channel.RECOVERY)
    budgets.refund(attempt)
