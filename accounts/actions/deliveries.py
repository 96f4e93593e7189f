"""What became of each code of a flow, for the person who waits for it."""

from dataclasses import dataclass
from datetime import datetime

from accounts.actions import challenges
from accounts.models.challenge import Code
from accounts.models.flow import Flow
from merchant_portal.messaging import references
from merchant_portal.messaging.models import Message


@dataclass(frozen=True)
class Delivery:
    """One sending: asked for, then handed to the gateway or mail server at `handed_at`, or refused, once or for good.

    `reference` is what support finds the message by. `next_at` is when one that was not taken is tried again;
    `may_have_arrived` says that it was sent off before, and only the answer is missing.
    """

    reference: str
    channel: str
    destination: str
    tag: str
    requested_at: datetime
    handed_at: datetime | None
    next_at: datetime | None
    is_refused: bool
    may_have_arrived: bool


def is_refused(code: Code) -> bool:
    """Returns whether the message with `code` was refused for good, or must not leave: it does not come any more."""
    return _messages([code]).filter(status=Message.Status.FAILED).exists()


def _messages(codes: list[Code]):
    names = [kind.name for kind in challenges.MESSAGES.values()]
    return Message.objects.filter(kind__in=names, reference__in=[str(code.pk) for code in codes])


def of_flow(flow: Flow) -> list[Delivery]:
    """Returns every sending of a flow, newest first."""
    codes = list(challenges.codes_of(flow))
    by_reference = {message.reference: message for message in _messages(codes)}
    return [_delivery(code, by_reference[str(code.pk)]) for code in codes if str(code.pk) in by_reference]


def _delivery(code: Code, message: Message) -> Delivery:
    is_waiting = message.status == Message.Status.WAITING
    return Delivery(
        reference=references.written(code.pk),
        channel=code.challenge.channel,
        destination=code.challenge.destination,
        tag=code.tag,
        requested_at=code.requested_at,
        handed_at=message.sent_at,
        next_at=message.due_at if is_waiting and message.attempts else None,
        is_refused=not is_waiting and message.status != Message.Status.SENT,
        may_have_arrived=code.sent_at is not None,
    )
