"""A forgotten password: a mailed code, then a new password. Nothing here shows whether an address is on file.

Each request is a flow of its own, which only the browser that asked can answer: another browser's neither ends it nor
uses it up. A right code closes the flow, and the closed flow is the ticket for one new password: setting it changes
the security stamp on which the ticket depends.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables

from accounts.actions import attempts, browsers, challenges, flows, lockouts, passwords
from accounts.client_info import ClientInfo
from accounts.events import AccountEvent
from accounts.models.challenge import Challenge, Code
from accounts.models.flow import has_fingerprint
from accounts.models.user import User
from accounts.validators import email_key
from merchant_portal import clock, crypto, form_ids
from merchant_portal.audit import recording as audit
from merchant_portal.errors import Refused
from merchant_portal.idempotency import presses

HASH_PURPOSE = "reset"
LASTS = timedelta(hours=1)  # longer than a code, so that another one can be asked for
TICKET_LASTS = timedelta(minutes=10)
SECRET_LENGTH = 2000  # characters; the longest that we hand out is shorter


class SamePassword(Refused):
    """The new password is the one that is to be replaced."""

    status = 200
    sentence = _("This is the password you already have. Choose another one.")


class Stage(Enum):
    """The steps of a reset."""

    CODE = "code"  # the code is asked for
    PASSWORD = "password"  # noqa: S105 - the code was right, the new password is asked for
    DONE = "done"
    ENDED = "ended"  # too old, too many wrong codes, or the person changed meanwhile


@dataclass(frozen=True)
class Reset:
    """A reset as the browser holds it: the flow, and the address as it was typed, which is not stored."""

    challenge: Challenge
    email: str

    @property
    def stage(self) -> Stage:
        flow, person = self.challenge, self.challenge.user
        if flow.is_open:
            return Stage.CODE
        if person is None or not flow.is_answered or flow.closed_at < clock.now() - TICKET_LASTS:
            return Stage.ENDED
        if flow.still_holds:
            return Stage.PASSWORD
        return Stage.DONE if person.reset_at and person.reset_at > flow.closed_at else Stage.ENDED


def start(*, client: ClientInfo, email: str, form_id: str = "") -> str:
    """Opens a reset for the address `email` and queues its code.

    A second press of the form `form_id` shares the reset of the first, and its code.

    For an address of nobody, of staff, or of somebody unconfirmed or inactive all is done alike, and the worker sends
    nothing. Returns the secret that this browser is to hold. Raises flows.TooEarly when the hour's codes to the
    address are used up.
    """
    key = email_key(email)
    secrets = [_secret(email, token) for token in _tokens_of(form_id)]
    secret = secrets[0]
    for one in secrets:
        made = Challenge.objects.filter(browser_hash__in=crypto.possible_hashes(HASH_PURPOSE, one)).first()
        if made is not None:
            if made.is_open and made.created_at > clock.now() - presses.KEPT:
                return one
            secret = _secret(email, crypto.new_token())
    flows.consume_send_quota(browsers.send_limit_of(client, key), key)
    person = User.objects.filter(email_key=key, status=User.Status.CONFIRMED, role="", is_active=True).first()
    with transaction.atomic():
        challenge = challenges.open_standalone(
            purpose=Challenge.Purpose.RESET,
            user=person,
            channel=Challenge.Channel.MAIL,
            destination=person.email if person else "",
            lasts=LASTS,
            browser_hash=crypto.keyed_hash(HASH_PURPOSE, secret),
        )
        audit.record(AccountEvent.RESET_REQUESTED, target=person, **client.origin)
        challenges.send(challenge)
    return secret


def _tokens_of(form_id: str) -> list[str]:
    """Returns the token of the reset that the form `form_id` opens, under each pepper: only we can make it."""
    press = form_ids.press_key(form_id, "reset")
    return crypto.possible_hashes("reset token", press) if press else [crypto.new_token()]


def _secret(email: str, token: str) -> str:
    return f"{token}.{urlsafe_b64encode(email.encode()).decode()}"


def held_by(secret: str | None) -> Reset | None:
    """Returns the reset that the holder of `secret` began, or None. The address is believed: the hash covers it."""
    if not secret or len(secret) > SECRET_LENGTH:
        return None
    answer = Code.objects.filter(challenge=OuterRef("pk"), used_at__isnull=False)
    challenge = (
        Challenge.objects.filter(
            purpose=Challenge.Purpose.RESET, browser_hash__in=crypto.possible_hashes(HASH_PURPOSE, secret)
        )
        .annotate(is_answered=Exists(answer))
        .select_related("user")
        .first()
    )
    if challenge is None:
        return None
    return Reset(challenge, urlsafe_b64decode(secret.partition(".")[2]).decode())


def send_again(*, client: ClientInfo, reset: Reset) -> None:
    """Sends one more code. Raises flows.TooEarly with the next time, or flows.FlowEnded."""
    challenge, key = reset.challenge, email_key(reset.email)
    flows.consume_resend(challenge, browsers.send_limit_of(client, key), key)
    with transaction.atomic():
        audit.record(AccountEvent.CODE_SENT_AGAIN, target=challenge.user, channel=challenge.channel)
        challenges.send(challenge)


@sensitive_variables("new")
def set_password(*, client: ClientInfo, reset: Reset, new: str) -> User:
    """Sets `new` as the password of the person whose code was right. Returns the person, who is not signed in.

    Every session and all trust end, the pause of sign-in is over, and this browser is known from now on. A second
    factor stays in force. Raises SamePassword, flows.FlowEnded (also after five attempts, since each compares a
    password) or Busy.
    """
    challenge = reset.challenge
    if attempts.consume(attempts.Limit.PASSWORD, attempts.limit_key(f"reset:{challenge.pk}")) is None:
        raise flows.FlowEnded
    if passwords.is_current(challenge.user, new):
        raise SamePassword
    encoded = passwords.make_hash(new)
    with transaction.atomic():
        person = User.objects.select_for_update().get(pk=challenge.user_id)
        if not has_fingerprint(challenge.fingerprint, person):
            raise flows.FlowEnded
        passwords.write(person, encoded)
        person.reset_at = clock.now()
        person.save(update_fields=["reset_at"])
        lockouts.lift_password_locks(person)
        browsers.remember(client, person)
        audit.record(AccountEvent.PASSWORD_RESET, target=person, by=person, **client.origin)
    return person
