"""What a sign-in can ask for beside the password, and asking for it."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from accounts.actions import authenticators, challenges, flows, recovery
from accounts.models.device import TotpDevice
from accounts.models.pending import Channel, PendingSignIn
from accounts.models.user import User
from merchant_portal import clock
from merchant_portal.errors import Refused
from merchant_portal.messaging import sms

# A mailbox that just brought the password back cannot be the second step as well, while there is another one.
EMAIL_PAUSE = timedelta(hours=24)


class ChannelNotOffered(Refused):
    """This way is not open to the person."""

    sentence = _("This option isn't set up for your account. Choose another one.")


def available_to(user: User) -> list[Channel]:
    """Returns the channels that a sign-in of `user` may ask over, strongest first: at least one.

    A recovery code is not among them: it can replace any of them.
    """
    offered = []
    if authenticators.confirmed_app(user) is not None:
        offered.append(Channel.APP)
    if user.phone_confirmed_at and sms.reaches(user.phone):
        offered.append(Channel.SMS)
    if not (offered and _email_paused(user)):
        offered.append(Channel.MAIL)
    return offered


def _email_paused(user: User) -> bool:
    return user.reset_at is not None and user.reset_at > clock.now() - EMAIL_PAUSE


def others_for(pending: PendingSignIn) -> list[Channel]:
    """Returns the ways beside the one that the flow is asked over, strongest first, a recovery code last."""
    others = [channel for channel in available_to(pending.user) if channel != pending.channel]
    if pending.channel != Channel.RECOVERY and recovery.count_left(pending.user):
        others.append(Channel.RECOVERY)
    return others


def begin(pending: PendingSignIn) -> None:
    """Asks over the strongest channel; where its codes of this hour are used up, over the second.

    Raises flows.TooEarly when there is no second, or its codes are used up as well.
    """
    if pending.channel not in challenges.SENT:
        return
    try:
        challenges.create_and_send(pending, pending.channel)
    except flows.TooEarly:
        second = next((channel for channel in others_for(pending) if channel in challenges.SENT), None)
        if second is None:
            raise
        challenges.create_and_send(pending, second)
        _ask_over(pending, second)


def choose(pending: PendingSignIn, channel: str) -> None:
    """Asks over `channel` from here on; a code is sent where the channel brings one.

    Raises ChannelNotOffered, flows.TooEarly or flows.FlowEnded.
    """
    offered = available_to(pending.user)
    if channel == Channel.RECOVERY:
        if not recovery.count_left(pending.user):
            raise ChannelNotOffered
    elif channel not in offered:
        raise ChannelNotOffered
    if channel in challenges.SENT:
        challenges.send_again(pending, channel)
    _ask_over(pending, channel)


def _ask_over(pending: PendingSignIn, channel: str) -> None:
    pending.channel = channel
    pending.save(update_fields=["channel"])


def verify(pending: PendingSignIn, code: str) -> tuple[str, TotpDevice | None]:
    """Checks `code` by what the flow asks for. Returns how it was answered, and the app if it was one.

    Raises challenges.WrongCode, challenges.ExpiredCode, challenges.StepUpLocked or flows.FlowEnded.
    """
    if pending.channel == Channel.APP:
        return Channel.APP, authenticators.verify(pending, code)
    if pending.channel == Channel.RECOVERY:
        recovery.verify(pending, code)
        return Channel.RECOVERY, None
    return challenges.verify(pending, code), None
